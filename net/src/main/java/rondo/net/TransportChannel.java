package rondo.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import rondo.io.StreamClosedException;
import rondo.io.Transport;

/// A transport as the TLS library wants it: a channel that never waits.
///
/// While the sides shake hands a write that fails is only noted: the other side has gone, but may have said why, and
/// that is still to be read.
final class TransportChannel implements ByteChannel {
    private final Transport transport;
    private boolean established;
    private @Nullable IOException lost; // in the handshake
    private boolean takesAll;
    private ByteBuffer kept = ByteBuffer.allocate(0); // taken, and not on its way yet

    TransportChannel(Transport transport) {
        this.transport = transport;
    }

    void established() throws IOException {
        established = true;
        if (lost != null) {
            throw lost;
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int n;
        try {
            n = transport.read(target);
        } catch (ClosedChannelException e) { // which the library throws where the other side did it
            throw thisSideClosed(e);
        }
        if (n < 0 && lost != null) {
            throw lost;
        }
        return n;
    }

    private static StreamClosedException thisSideClosed(ClosedChannelException cause) {
        var closed = new StreamClosedException("this side has closed the connection, or shut down its output");
        closed.initCause(cause);
        return closed;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        try {
            return takesAll ? take(source) : transport.write(source);
        } catch (IOException e) {
            if (established) {
                throw e;
            }
            lost = e instanceof ClosedChannelException closed ? thisSideClosed(closed) : e;
            int dropped = source.remaining();
            source.position(source.limit());
            return dropped;
        }
    }

    /// From now on all that is written is taken, of which not much may follow: the library's own `shutdown` cannot be
    /// called again when there was no room.
    void takeAll() {
        takesAll = true;
    }

    private int take(ByteBuffer source) throws IOException {
        int size = source.remaining();
        if (flush()) {
            transport.write(source);
        }
        if (source.hasRemaining()) {
            kept = ByteBuffer.allocate(kept.remaining() + source.remaining())
                    .put(kept)
                    .put(source)
                    .flip();
        }
        return size;
    }

    /// Sends what was taken, as far as there is room.
    ///
    /// @return whether all of it is on its way
    boolean flush() throws IOException {
        if (kept.hasRemaining()) {
            transport.write(kept);
        }
        return flushed();
    }

    boolean flushed() {
        return !kept.hasRemaining();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // the transport above closes the one below
    }
}
