package rondo.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/// One end of a pipe in memory.
final class PipeTransport implements Transport {
    private final PipeDirection in;
    private final PipeDirection out;

    PipeTransport(PipeDirection in, PipeDirection out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return in.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return out.write(source);
    }

    @Override
    public void awaitReadable() {
        in.awaitReadable();
    }

    @Override
    public void awaitWritable() {
        out.awaitWritable();
    }

    @Override
    public void shutdownOutput() {
        out.endOfWriter(PipeDirection.End.FINISHED);
    }

    @Override
    public void close() {
        out.endOfWriter(PipeDirection.End.FINISHED);
        in.endOfReader();
    }

    @Override
    public void abort() {
        out.endOfWriter(PipeDirection.End.RESET);
        in.endOfReader();
    }

    @Override
    public String toString() {
        return "pipe in memory";
    }
}
