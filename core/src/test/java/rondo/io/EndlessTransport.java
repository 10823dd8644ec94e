package rondo.io;

import java.nio.ByteBuffer;

/// Has always more to read, up to its length, and takes whatever is written: nobody ever waits for it.
final class EndlessTransport implements Transport {
    static final int AT_ONCE = 256 << 10; // as a socket

    private long left;

    /// How often it was asked for something.
    int reads;

    EndlessTransport(long length) {
        this.left = length;
    }

    @Override
    public int read(ByteBuffer target) {
        reads++;
        if (left == 0) {
            return -1;
        }
        int n = (int) Math.min(left, Math.min(AT_ONCE, target.remaining()));
        target.position(target.position() + n);
        left -= n;
        return n;
    }

    @Override
    public int write(ByteBuffer source) {
        int n = source.remaining();
        source.position(source.limit());
        return n;
    }

    @Override
    public void awaitReadable() {
        throw new AssertionError("there is always something to read");
    }

    @Override
    public void awaitWritable() {
        throw new AssertionError("there is always room");
    }

    @Override
    public void shutdownOutput() {}

    @Override
    public void close() {}

    @Override
    public void abort() {}
}
