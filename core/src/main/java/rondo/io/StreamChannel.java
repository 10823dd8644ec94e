package rondo.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/// A stream as a blocking channel; it suspends the calling task instead.
record StreamChannel(ByteStream stream) implements ByteChannel {
    @Override
    public int read(ByteBuffer target) throws IOException {
        return stream.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int n = source.remaining();
        stream.write(source);
        return n;
    }

    @Override
    public boolean isOpen() {
        return !stream.closed();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
