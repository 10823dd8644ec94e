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
/// A read that fills its target only in part has drained the socket, so the next one waits for the poll
/// without asking the kernel first: one system call less in each round of a dialogue.
final class SocketTransport implements Transport {
    private static final int LARGEST_READ = 256 << 10; // asyncio's
    private static final int SCRATCH = 4 << 10;
    private static final int LARGEST_COPY = 128 << 10; // the JDK copies heap buffers through a direct one as large

    /// At once, of a buffer or a file: while the other side reads on, the kernel takes more and more, and nobody else
    /// comes to a turn.
    private static final int LARGEST_SEND = 1 << 20;

    private final SocketChannel channel;
    private final Readiness readiness;
    private final OpenDescriptor descriptor;
    private final @Nullable SocketAddress local; // the channel forgets them when it is closed
    private final @Nullable SocketAddress remote;
    private boolean drained; // by the last read
    private boolean ended; // the other side sends no more

    /// @throws IOException if the channel is not connected any more
    SocketTransport(SocketChannel channel, Readiness readiness) throws IOException {
        this.channel = channel;
        this.readiness = readiness;
        this.local = channel.getLocalAddress();
        this.remote = channel.getRemoteAddress();
        this.descriptor = OpenDescriptor.of(this, channel);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (drained) {
            return 0;
        }
        int room = target.remaining();
        int n = room > LARGEST_READ ? readAtMost(LARGEST_READ, target) : channel.read(target);
        drained = n >= 0 && n < Math.min(room, LARGEST_READ);
        ended = n < 0;
        return n;
    }

    @Override
    public boolean drained() {
        return drained;
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
        int largest = source.isDirect() ? LARGEST_SEND : LARGEST_COPY;
        return source.remaining() <= largest ? channel.write(source) : writeInPieces(source, largest);
    }

    private int writeInPieces(ByteBuffer source, int largest) throws IOException {
        int limit = source.limit();
        int written = 0;
        try {
            while (source.position() < limit && written < LARGEST_SEND) {
                int piece = Math.min(largest, limit - source.position());
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
        drained = false;
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
        if (!ended) {
            discardInput();
        }
        channel.close();
    }

    /// A socket that is closed with something unread is reset, and what it had still to send is lost. TLS's session
    /// tickets are such: a client that only writes never reads them.
    private void discardInput() {
        ByteBuffer scratch = ByteBuffer.allocate(SCRATCH);
        int discarded = 0;
        int n = SCRATCH;
        try {
            while (n == SCRATCH && discarded < LARGEST_READ) {
                n = channel.read(scratch.clear());
                discarded += n;
            }
        } catch (IOException e) {
            // lost already, or closed: there is nothing to save
        }
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
    public @Nullable SocketAddress localAddress() {
        return local;
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return remote;
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
        return local + " to " + remote;
    }
}
