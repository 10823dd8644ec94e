package rondo.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// How a stream writes: what [ByteStream] promises, from one try to one wait. Loop thread only.
final class OutputSide extends StreamSide {
    private boolean shut;

    OutputSide(ByteStream stream, Transport transport, TurnLimit turnLimit) {
        super(stream, transport, "write", turnLimit);
    }

    void write(ByteBuffer source) throws IOException {
        begin();
        transport.write(source);
        while (source.hasRemaining() || !transport.flushed()) {
            awaitWritable();
            transport.write(source);
        }
    }

    long sendFile(FileChannel file, long position, long count) throws IOException {
        begin();
        long total = Math.min(count, Math.max(0, file.size() - position));
        long sent = 0;
        while (sent < total || !transport.flushed()) {
            long n = transport.sendFile(file, position + sent, total - sent);
            sent += n;
            if (n == 0 && sent < total && file.size() <= position + sent) {
                throw new EOFException("the file has become shorter: " + sent + " of " + total + " bytes were sent");
            }
            if (n == 0 || !transport.flushed()) {
                awaitWritable();
            } else {
                giveWay();
            }
        }
        return sent;
    }

    void shutdown() throws IOException {
        if (shut) {
            return;
        }
        begin();
        shut = true;
        waitBegins();
        try {
            transport.shutdownOutput();
        } finally {
            waitEnds();
        }
    }

    private void begin() throws IOException {
        checkUsable();
        if (shut) {
            throw new StreamClosedException("the output of " + stream + " was shut down; nothing can follow");
        }
        takeTurn();
    }

    private void awaitWritable() throws IOException {
        waitBegins();
        try {
            transport.awaitWritable();
        } finally {
            waitEnds();
        }
        stream.checkOpen();
    }
}
