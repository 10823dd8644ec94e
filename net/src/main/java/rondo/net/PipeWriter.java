package rondo.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rondo.io.Threads;
import rondo.io.Transport;
import rondo.loop.EventLoop;
import rondo.task.Future;
import rondo.task.Wakeup;

/// What a process reads from a pipe. Each write is one on a thread of its own, since the JDK gives no channel
/// to poll. Loop thread only.
final class PipeWriter implements Transport {
    private static final int MOST = 64 << 10; // what a pipe holds

    private final OutputStream out;
    private final ThreadEach threads;
    private final String name;
    private final Wakeup writable = new Wakeup(EventLoop.current());
    private byte[] buffer = {};
    private @Nullable Future<?> writing; // on its thread now
    private @Nullable Throwable failure;
    private boolean shut;
    private boolean closed;

    PipeWriter(OutputStream out, String name) {
        this.out = out;
        this.name = name;
        this.threads = new ThreadEach("rondo-write-" + name);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        throwFailure();
        int n = Math.min(MOST, source.remaining());
        if (n == 0 || writing != null) {
            return 0;
        }
        if (buffer.length < n) {
            buffer = new byte[n];
        }
        source.get(buffer, 0, n);
        start(buffer, n);
        return n;
    }

    private void start(byte[] bytes, int n) {
        Future<?> started = Threads.runInExecutor(threads, () -> {
            out.write(bytes, 0, n);
            out.flush();
            return true;
        });
        writing = started;
        started.addDoneCallback(this::writeEnded);
    }

    private void writeEnded(Future<?> write) {
        writing = null;
        if (failure == null) {
            failure = write.exception();
        }
        if (closed || shut) {
            closeNow();
        }
        writable.run();
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            throw new IOException("the " + name + " cannot be written to: " + failure.getMessage(), failure);
        }
    }

    /// So that a write ends when the system has the bytes, and its failure is its own.
    @Override
    public boolean flushed() {
        return writing == null && failure == null;
    }

    @Override
    public void awaitWritable() {
        if (writing != null && !closed) {
            writable.park();
        }
    }

    /// The process reads what was written, and then the end; a write that a cancel has left behind goes first.
    @Override
    public void shutdownOutput() throws IOException {
        shut = true;
        if (writing == null) {
            closeNow();
        }
        throwFailure();
    }

    @Override
    public void close() {
        closed = true;
        if (writing == null) {
            closeNow();
        }
        writable.run();
    }

    private void closeNow() {
        try {
            out.close();
        } catch (IOException e) {
            // the process reads no more: its own affair once nothing more is written
        }
    }

    @Override
    public void abort() {
        close();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        throw new IOException("the " + name + " can only be written to; read from stdout() or stderr()");
    }

    @Override
    public void awaitReadable() {
        // a read says at once that it is impossible
    }

    @Override
    public String toString() {
        return name;
    }
}
