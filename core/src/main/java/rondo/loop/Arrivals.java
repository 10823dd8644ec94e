package rondo.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// What other threads hand to the loop, and the handshake that keeps a sleeping loop from missing it.
///
/// The adder stores the item first and looks at `asleep` second; the loop sets `asleep` first and looks at the
/// queue second. Both are volatile accesses, so at least one of the two sees the other's store.
final class Arrivals {
    private final Queue<Ready> queue = new ConcurrentLinkedQueue<>();
    private volatile boolean asleep; // any thread

    /// Hands over an item. Any thread.
    ///
    /// @return whether the loop may be asleep, so that the caller has to wake it
    boolean add(Ready item) {
        queue.add(item);
        return asleep;
    }

    /// Announces that the loop is about to sleep; [#awake()] takes that back.
    ///
    /// @return whether it may sleep: false if something has arrived already
    boolean announceSleep() {
        asleep = true;
        return queue.isEmpty();
    }

    void awake() {
        asleep = false;
    }

    boolean asleep() {
        return asleep;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    @Nullable Ready poll() {
        return queue.poll();
    }

    void clear() {
        queue.clear();
    }
}
