package rondo.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rondo.io.Threads;
import rondo.io.Transport;
import rondo.loop.EventLoop;
import rondo.task.Future;
import rondo.task.Wakeup;

/// What a process writes to a pipe. What is there is read at once; a wait for more is a read on a thread of its
/// own, since the JDK gives no channel to poll. Loop thread only.
final class PipeReader implements Transport {
    private static final int MOST = 64 << 10; // what a pipe holds

    private final InputStream in;
    private final ThreadEach threads;
    private final String name;
    private final Wakeup readable = new Wakeup(EventLoop.current());
    private ByteBuffer arrived = ByteBuffer.allocate(0);
    private byte[] buffer = {};
    private @Nullable Future<Integer> reading; // on its thread now
    private @Nullable Throwable failure;
    private boolean ended;
    private boolean closed;

    PipeReader(InputStream in, String name) {
        this.in = in;
        this.name = name;
        this.threads = new ThreadEach("rondo-read-" + name);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!arrived.hasRemaining() && reading == null && failure == null && !ended) {
            readNow();
        }
        if (arrived.hasRemaining()) {
            int n = Math.min(arrived.remaining(), target.remaining());
            target.put(arrived.slice(arrived.position(), n));
            arrived.position(arrived.position() + n);
            return n;
        }
        if (failure != null) {
            throw new IOException("the " + name + " cannot be read: " + failure.getMessage(), failure);
        }
        return ended ? -1 : 0;
    }

    /// Never blocks: the kernel has said how much there is.
    private void readNow() throws IOException {
        int there = Math.min(in.available(), MOST);
        if (there > 0) {
            arrived(in.read(buffer(), 0, there));
        }
    }

    private byte[] buffer() {
        if (buffer.length == 0) {
            buffer = new byte[MOST];
        }
        return buffer;
    }

    private void arrived(int n) {
        if (n < 0) {
            ended = true;
        } else {
            arrived = ByteBuffer.wrap(buffer, 0, n);
        }
    }

    @Override
    public void awaitReadable() {
        if (arrived.hasRemaining() || failure != null || ended || closed) {
            return;
        }
        if (reading == null) {
            byte[] target = buffer();
            reading = Threads.runInExecutor(threads, () -> in.read(target));
            reading.addDoneCallback(this::readEnded);
        }
        readable.park();
    }

    private void readEnded(Future<Integer> read) {
        reading = null;
        failure = read.exception();
        if (failure == null) {
            arrived(read.result());
        }
        readable.run();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            readable.run();
            in.close();
        }
    }

    @Override
    public void abort() {
        try {
            close();
        } catch (IOException e) {
            // the descriptor is gone all the same
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        throw new IOException("the " + name + " can only be read; write to stdin()");
    }

    @Override
    public void awaitWritable() {
        // a write says at once that it is impossible
    }

    @Override
    public void shutdownOutput() {
        // there is none
    }

    @Override
    public String toString() {
        return name;
    }
}
