package rondo.io;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// A transport some of whose bytes had been read already: they come first.
final class PushedBack implements Transport {
    private final ByteBuffer first;
    private final Transport rest;

    PushedBack(byte[] first, Transport rest) {
        this.first = ByteBuffer.wrap(first);
        this.rest = rest;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!first.hasRemaining()) {
            return rest.read(target);
        }
        int n = Math.min(first.remaining(), target.remaining());
        target.put(target.position(), first, first.position(), n).position(target.position() + n);
        first.position(first.position() + n);
        return n;
    }

    @Override
    public boolean drained() {
        return !first.hasRemaining() && rest.drained();
    }

    @Override
    public void awaitReadable() throws IOException {
        if (!first.hasRemaining()) {
            rest.awaitReadable();
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return rest.write(source);
    }

    @Override
    public long sendFile(FileChannel file, long position, long count) throws IOException {
        return rest.sendFile(file, position, count);
    }

    @Override
    public boolean flushed() {
        return rest.flushed();
    }

    @Override
    public void awaitWritable() throws IOException {
        rest.awaitWritable();
    }

    @Override
    public void shutdownOutput() throws IOException {
        rest.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        rest.close();
    }

    @Override
    public void abort() {
        rest.abort();
    }

    @Override
    public void openedHere() {
        rest.openedHere();
    }

    @Override
    public @Nullable SocketAddress localAddress() throws IOException {
        return rest.localAddress();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() throws IOException {
        return rest.remoteAddress();
    }

    @Override
    public <T> @Nullable T extra(Class<T> type) {
        return rest.extra(type);
    }

    @Override
    public <T> @Nullable T option(SocketOption<T> name) throws IOException {
        return rest.option(name);
    }

    @Override
    public <T> void option(SocketOption<T> name, T value) throws IOException {
        rest.option(name, value);
    }

    @Override
    public String toString() {
        return rest.toString();
    }
}
