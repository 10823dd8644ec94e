package rondo.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import rondo.task.Sleep;
import rondo.task.Task;

/// How a stream writes: what [ByteStream] promises, from one try to one wait. Loop thread only.
final class OutputSide {
    private final ByteStream stream; // for messages
    private final Transport transport;
    private final TurnLimit turnLimit;

    private @Nullable Task<?> writer; // suspended in a write
    private boolean shut;
    private boolean closed;

    OutputSide(ByteStream stream, Transport transport, TurnLimit turnLimit) {
        this.stream = stream;
        this.transport = transport;
        this.turnLimit = turnLimit;
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
        writer = Task.currentOrNull();
        try {
            transport.shutdownOutput();
        } finally {
            writer = null;
        }
    }

    private void begin() throws IOException {
        stream.checkThread();
        checkOpen();
        if (shut) {
            throw new StreamClosedException("the output of " + stream + " was shut down; nothing can follow");
        }
        if (writer != null) {
            throw stream.busy("write", writer);
        }
        if (turnLimit.reached()) {
            giveWay();
        }
    }

    private void awaitWritable() throws IOException {
        turnLimit.startAnew();
        writer = Task.current();
        try {
            transport.awaitWritable();
        } finally {
            writer = null;
        }
        checkOpen();
    }

    private void giveWay() throws IOException {
        turnLimit.startAnew();
        writer = Task.current();
        try {
            Sleep.sleep(Duration.ZERO);
        } finally {
            writer = null;
        }
        checkOpen();
    }

    private void checkOpen() throws StreamClosedException {
        if (closed) {
            throw stream.closedException();
        }
    }

    void close() {
        closed = true;
    }

    void checkIdle() {
        if (writer != null) {
            throw stream.busy("write", writer);
        }
    }
}
