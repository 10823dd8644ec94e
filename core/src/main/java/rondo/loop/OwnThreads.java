package rondo.loop;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// Which virtual threads are a carrier's own: a set of thread ids, which are never used twice.
///
/// The scheduler of a coroutine is inherited by every virtual thread started inside it, so a scheduler has to
/// tell its own from the others exactly. Written by the loop's thread, read by any, without a lock.
final class OwnThreads {
    private static final int CHUNK_BITS = 12;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final ConcurrentHashMap<Long, Chunk> chunks = new ConcurrentHashMap<>();
    private @Nullable Chunk last; // loop thread only: ids mostly grow

    private static final class Chunk {
        final long number;
        final AtomicLongArray bits = new AtomicLongArray(CHUNK / Long.SIZE);
        int members; // loop thread only

        Chunk(long number) {
            this.number = number;
        }
    }

    void add(long id) {
        Chunk chunk = last;
        if (chunk == null || chunk.number != id >>> CHUNK_BITS) {
            chunk = chunks.computeIfAbsent(id >>> CHUNK_BITS, Chunk::new);
            last = chunk;
        }
        chunk.members++;
        int word = word(id);
        chunk.bits.setRelease(word, chunk.bits.getPlain(word) | 1L << id);
    }

    void remove(long id) {
        Chunk chunk = chunks.get(id >>> CHUNK_BITS);
        if (chunk == null) {
            return;
        }
        int word = word(id);
        chunk.bits.setRelease(word, chunk.bits.getPlain(word) & ~(1L << id));
        if (--chunk.members == 0 && chunk != last) {
            chunks.remove(chunk.number);
        }
    }

    boolean contains(long id) {
        Chunk chunk = chunks.get(id >>> CHUNK_BITS);
        return chunk != null && (chunk.bits.getAcquire(word(id)) & 1L << id) != 0;
    }

    private static int word(long id) {
        return (int) (id & CHUNK - 1) >>> 6;
    }
}
