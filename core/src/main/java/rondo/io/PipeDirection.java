package rondo.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import rondo.loop.EventLoop;
import rondo.task.Wakeup;

/// One direction of a pipe in memory: a ring of bytes, with a reader and a writer. Loop thread only.
final class PipeDirection {
    static final int CAPACITY = 64 << 10; // asyncio's high mark

    /// How far the writer is.
    enum End {
        OPEN,
        FINISHED,
        RESET
    }

    private final Wakeup readable;
    private final Wakeup writable;
    private byte[] ring = {};
    private int head;
    private int size;
    private End end = End.OPEN;
    private boolean readerGone;

    PipeDirection(EventLoop loop) {
        readable = new Wakeup(loop);
        writable = new Wakeup(loop);
    }

    int read(ByteBuffer target) throws IOException {
        if (readerGone) {
            throw new ClosedChannelException();
        }
        if (end == End.RESET) {
            throw new IOException("Connection reset: the other end of the pipe was aborted");
        }
        if (size == 0) {
            return end == End.FINISHED ? -1 : 0;
        }
        int total = Math.min(size, target.remaining());
        int first = Math.min(total, CAPACITY - head);
        target.put(ring, head, first).put(ring, 0, total - first);
        head = (head + total) % CAPACITY;
        size -= total;
        writable.run();
        return total;
    }

    int write(ByteBuffer source) throws IOException {
        if (end != End.OPEN) {
            throw new IOException("Broken pipe: this end of the pipe was closed, or its output shut down");
        }
        if (readerGone) {
            throw new IOException("Broken pipe: the other end of the pipe was closed");
        }
        if (ring.length == 0) {
            ring = new byte[CAPACITY];
        }
        int total = Math.min(CAPACITY - size, source.remaining());
        int tail = (head + size) % CAPACITY;
        int first = Math.min(total, CAPACITY - tail);
        source.get(ring, tail, first).get(ring, 0, total - first);
        size += total;
        if (total > 0) {
            readable.run();
        }
        return total;
    }

    void awaitReadable() {
        if (size == 0 && end == End.OPEN && !readerGone) {
            readable.park();
        }
    }

    void awaitWritable() {
        if (size == CAPACITY && end == End.OPEN && !readerGone) {
            writable.park();
        }
    }

    void endOfWriter(End how) {
        if (end == End.OPEN || how == End.RESET) {
            end = how;
        }
        readable.run();
        writable.run();
    }

    void endOfReader() {
        readerGone = true;
        readable.run();
        writable.run();
    }
}
