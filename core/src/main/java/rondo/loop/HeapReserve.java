package rondo.loop;

import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Heap put aside, so that a run that has eaten all the rest can still be ended.
///
/// Whoever holds the loop's turn only.
final class HeapReserve {
    private static final long LEAST = 1 << 19;
    private static final long MOST = 1 << 22;
    private static final int ABOVE = 64;

    /// A little more than half a region of G1's, so that a whole region is free when it goes. The regions are a
    /// 2,048th of the heap, rounded up to a power of 2, and at least 1 MiB.
    private static final int BYTES = (int) Math.clamp(Runtime.getRuntime().maxMemory() / 2_048, LEAST, MOST) + ABOVE;

    /// How much must be free when a reserve is put aside anew, or the loop would live on the edge from then on:
    /// a full collection every few awaits.
    private static final int TIMES_FREE = 3;

    private static final SoftReference<byte @Nullable []> NONE = new SoftReference<>(null);

    /// What the last run of any loop has left to the next: to allocate so much takes a short run most of its time.
    private static final AtomicReference<SoftReference<byte @Nullable []>> SPARE = new AtomicReference<>(NONE);

    private static final AtomicReference<SoftReference<byte @Nullable []>> SPARE_ROOM = new AtomicReference<>(NONE);

    private final boolean kept;
    private SoftReference<byte @Nullable []> room = NONE;
    private byte @Nullable [] last;

    /// A reserve, or none: a loop whose order is given is one of thousands a second, and to put heap aside
    /// would be most of its work.
    HeapReserve(LoopOptions options) {
        kept = options.order() == null;
    }

    /// Puts aside what is for the end of the run, where errors are stored and tasks are unwound. Even asking an
    /// error for its type may need heap, the first time.
    ///
    /// @throws OutOfMemoryError if there is no room for it
    void fill() {
        if (kept && last == null) {
            last = take(SPARE);
        }
    }

    /// Puts aside what is for parking, too.
    ///
    /// @throws OutOfMemoryError if there is no room for it
    void fillRoomToPark() {
        if (kept) {
            room = new SoftReference<>(take(SPARE_ROOM));
        }
    }

    private static byte[] take(AtomicReference<SoftReference<byte @Nullable []>> spares) {
        byte[] spare = spares.getAndSet(NONE).get();
        return spare == null ? new byte[BYTES] : spare;
    }

    /// Leaves it to the next run, of whichever loop; the JVM takes it back if the heap runs short before.
    void passOn() {
        if (last != null) {
            SPARE.set(new SoftReference<>(last));
        }
        if (room.get() != null) {
            SPARE_ROOM.set(room);
        }
        release();
    }

    /// Gives all of it up.
    void release() {
        last = null;
        room = NONE;
    }

    /// Looks whether what is for parking is still there; if not, puts it aside anew. The JVM takes it by itself
    /// before it reports that the heap is exhausted.
    ///
    /// A virtual thread parks by having its stack copied to the heap. When there is no room for that the JDK
    /// parks the carrier thread instead, and says nothing (`VirtualThread.park`). Then the one that was given
    /// the turn may find no carrier thread to run on, and everything waits for ever. So an await makes sure of
    /// the room while it still holds the turn, and can fail.
    ///
    /// @throws OutOfMemoryError if there is no room for it
    void checkRoomToPark() {
        if (kept && room.get() == null) { // and not refersTo: what is looked at stays longest
            room = new SoftReference<>(new byte[TIMES_FREE * BYTES]);
            fillRoomToPark();
        }
    }
}
