package rondo.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// A stream's output as code that blocks wants it; it suspends the calling task instead. Nothing is buffered.
final class StreamOutput extends OutputStream {
    private final ByteStream stream;

    StreamOutput(ByteStream stream) {
        this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
        stream.write(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        stream.write(ByteBuffer.wrap(source, offset, length));
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
