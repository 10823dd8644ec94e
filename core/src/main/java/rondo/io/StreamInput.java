package rondo.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// A stream's input as code that blocks wants it; it suspends the calling task instead.
final class StreamInput extends InputStream {
    private final ByteStream stream;
    private final byte[] one = new byte[1];

    StreamInput(ByteStream stream) {
        this.stream = stream;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return stream.read(ByteBuffer.wrap(target, offset, length));
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
