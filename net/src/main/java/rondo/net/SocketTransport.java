package rondo.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import rondo.io.OpenDescriptor;
import rondo.io.Readiness;
import rondo.io.Transport;

/// A connected socket, TCP or Unix, in non-blocking mode.
///
/// A read that fills its target only in part has emptied the socket, so the next one waits for the poll
/// without asking the kernel first: one system call less in each round of a dialogue.
final class SocketTransport implements Transport {
    private static final int LARGEST_READ = 256 << 10; // asyncio's
    private static final int LARGEST_COPY = 128 << 10; // the JDK copies heap buffers through a direct one as large

    private static final int LARGEST_SEND = 1 << 20; // of a file at once, so that others come to their turn

    private final SocketChannel channel;
    private final Readiness readiness;
    private final OpenDescriptor descriptor;
    private boolean emptied; // by the last read

    SocketTransport(SocketChannel channel, Readiness readiness) {
        this.channel = channel;
        this.readiness = readiness;
        this.descriptor = OpenDescriptor.of(this, channel);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (emptied) {
            return 0;
        }
        int room = target.remaining();
        int n = room > LARGEST_READ ? readAtMost(LARGEST_READ, target) : channel.read(target);
        emptied = n >= 0 && n < Math.min(room, LARGEST_READ);
        return n;
    }

    private int readAtMost(int most, ByteBuffer target) throws IOException {
        int limit = target.limit();
        target.limit(target.position() + most);
        try {
            return channel.read(target);
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return source.isDirect() ? channel.write(source) : writeInPieces(source);
    }

    private int writeInPieces(ByteBuffer source) throws IOException {
        int limit = source.limit();
        int written = 0;
        try {
            while (source.position() < limit) {
                int piece = Math.min(LARGEST_COPY, limit - source.position());
                source.limit(source.position() + piece);
                int n = channel.write(source);
                written += n;
                if (n < piece) {
                    break;
                }
            }
        } finally {
            source.limit(limit);
        }
        return written;
    }

    @Override
    public long sendFile(FileChannel file, long position, long count) throws IOException {
        return file.transferTo(position, Math.min(count, LARGEST_SEND), channel); // sendfile(2)
    }

    @Override
    public void awaitReadable() throws IOException {
        try {
            readiness.awaitReadable();
        } catch (ClosedChannelException e) {
            // closed by this side: the read says so
        }
        emptied = false;
    }

    @Override
    public void awaitWritable() throws IOException {
        readiness.awaitWritable();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        descriptor.closed();
        readiness.wake();
        channel.close();
    }

    @Override
    public void abort() {
        descriptor.closed();
        readiness.wake();
        try {
            if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // lost already: there is nobody left to tell
        }
        try {
            channel.close();
        } catch (IOException e) {
            // the descriptor is gone all the same
        }
    }

    @Override
    public void openedHere() {
        descriptor.openedHere();
    }

    @Override
    public @Nullable SocketAddress localAddress() throws IOException {
        return channel.getLocalAddress();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() throws IOException {
        return channel.getRemoteAddress();
    }

    @Override
    public <T> @Nullable T option(SocketOption<T> name) throws IOException {
        return channel.getOption(name);
    }

    @Override
    public <T> void option(SocketOption<T> name, T value) throws IOException {
        channel.setOption(name, value);
    }

    @Override
    public String toString() {
        try {
            return channel.isOpen() ? channel.getLocalAddress() + " to " + channel.getRemoteAddress() : "socket";
        } catch (IOException e) {
            return "socket";
        }
    }
}
