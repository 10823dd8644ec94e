package rondo.testkit.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rondo.io.Transport;

/// One end of a TCP connection. Loop thread only.
final class SimulatedTransport implements Transport {
    private final SimulatedNetwork world;
    private final Host host;
    private final Direction in;
    private final Direction out;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final OptionValues options = new OptionValues();
    private final Runnable crash = this::crash;
    private boolean closed;

    SimulatedTransport(
            SimulatedNetwork world,
            Host host,
            Direction in,
            Direction out,
            InetSocketAddress local,
            InetSocketAddress remote) {
        this.world = world;
        this.host = host;
        this.in = in;
        this.out = out;
        this.local = local;
        this.remote = remote;
    }

    /// Takes a descriptor of its host's.
    void open() throws IOException {
        host.open(crash);
    }

    /// Takes the descriptor that its connect has held until now.
    void openWaiting() throws IOException {
        host.checkUp();
        host.take(crash);
    }

    /// Its host has stopped.
    void crash() {
        closed = true;
        in.readerGone();
        out.writerCrashed();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        checkOpen();
        IoFault fault = world.call(IoCall.READ);
        if (fault == IoFault.RESET_AT_READ) {
            resetBoth();
            throw new SocketException("Connection reset: as planned");
        }
        return in.read(target, most(target.remaining(), fault == IoFault.SHORT_READ));
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        checkOpen();
        out.checkWritable();
        if (!source.hasRemaining()) {
            return 0;
        }
        IoFault fault = world.call(IoCall.WRITE);
        if (fault == IoFault.RESET_AT_WRITE
                || world.luck().draw(Luck.Kind.RESET, world.faults().reset())) {
            resetBoth();
            throw new SocketException("Connection reset by peer: " + remote);
        }
        return out.write(source, most(source.remaining(), fault == IoFault.SHORT_WRITE));
    }

    private int most(int room, boolean one) {
        if (one || room == 0) {
            return 1;
        }
        boolean isShort =
                world.luck().draw(Luck.Kind.SHORT_TRANSFER, world.faults().shortTransfer());
        return isShort ? 1 + (int) world.luck().upTo(Luck.Kind.SHORT_TRANSFER, room - 1L) : room;
    }

    private void resetBoth() {
        out.abort();
        out.breakUp();
    }

    private void checkOpen() throws IOException {
        host.checkUp();
        if (closed) {
            throw new SocketException("Socket closed");
        }
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
    public void shutdownOutput() throws IOException {
        checkOpen();
        out.finish();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            host.closed(crash);
            out.finish();
            in.readerGone();
        }
    }

    @Override
    public void abort() {
        if (!closed) {
            closed = true;
            host.closed(crash);
            out.abort();
            in.readerGone();
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public <T> @Nullable T option(SocketOption<T> name) {
        return options.get(name);
    }

    @Override
    public <T> void option(SocketOption<T> name, T value) {
        options.set(name, value);
    }

    @Override
    public String toString() {
        return local + " to " + remote;
    }
}
