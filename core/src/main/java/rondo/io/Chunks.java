package rondo.io;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import rondo.loop.EventLoop;

/// The direct buffers that a loop lends to its streams, the one that came back last first: it is in the cache.
///
/// At most 64 of 256 KiB are out at a time, so that many slow connections cannot hold much; further ones have
/// 64 KiB. Loop thread only.
final class Chunks {
    static final int LARGE = 256 << 10; // what asyncio reads at once
    static final int SMALL = 64 << 10;
    static final int LARGE_LIMIT = 64;
    private static final int SMALL_KEPT = 256;

    private final ArrayDeque<ByteBuffer> large = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> small = new ArrayDeque<>();
    private int largeMade;

    static Chunks of(EventLoop loop) {
        return loop.attachment(Chunks.class, any -> new Chunks());
    }

    ByteBuffer lend() {
        ByteBuffer free = large.poll();
        if (free != null) {
            return free;
        }
        if (largeMade < LARGE_LIMIT) {
            largeMade++;
            return ByteBuffer.allocateDirect(LARGE);
        }
        free = small.poll();
        return free != null ? free : ByteBuffer.allocateDirect(SMALL);
    }

    /// Leaves a chunk to the collector.
    void giveUp(ByteBuffer chunk) {
        if (chunk.capacity() == LARGE) {
            largeMade--;
        }
    }

    void takeBack(ByteBuffer chunk) {
        chunk.clear();
        if (chunk.capacity() == LARGE) {
            large.push(chunk);
        } else if (small.size() < SMALL_KEPT) {
            small.push(chunk);
        }
    }
}
