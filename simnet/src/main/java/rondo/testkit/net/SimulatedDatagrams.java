package rondo.testkit.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import rondo.net.Datagram;
import rondo.net.DatagramTransport;
import rondo.task.Wakeup;

/// A datagram socket. Loop thread only.
final class SimulatedDatagrams implements DatagramTransport {
    private static final int LARGEST = 65_507; // of UDP over IPv4
    private static final int QUEUE_LIMIT = 256; // as many small ones as Linux's default buffer holds
    private static final int HELD_UP = 10;

    private final SimulatedNetwork world;
    private final Host host;
    private final InetSocketAddress address;
    private final @Nullable InetSocketAddress peer;
    private final Queue<Datagram> arrived = new ArrayDeque<>();
    private final OptionValues options = new OptionValues();
    private final Wakeup readable;
    private final Runnable crash = this::crash;
    private boolean unreachable; // to be told by the next call
    private boolean closed;

    SimulatedDatagrams(SimulatedNetwork world, Host host, InetSocketAddress address, @Nullable InetSocketAddress peer) {
        this.world = world;
        this.host = host;
        this.address = address;
        this.peer = peer;
        this.readable = new Wakeup(world.simulation().loop());
    }

    void open() throws IOException {
        host.open(crash);
        host.datagrams().put(address.getPort(), this);
    }

    private void crash() {
        closed = true;
        arrived.clear();
        readable.run();
    }

    // --- receiving -------------------------------------------------------------------------------

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer target) throws IOException {
        checkUsable();
        Datagram next = arrived.poll();
        if (next == null) {
            return null;
        }
        target.put(next.bytes(), 0, Math.min(next.bytes().length, target.remaining()));
        return next.sender();
    }

    private void checkUsable() throws IOException {
        host.checkUp();
        if (closed) {
            throw new SocketException("Socket closed");
        }
        if (unreachable) {
            unreachable = false;
            throw new PortUnreachableException("Connection refused: nobody receives at " + peer);
        }
    }

    private void add(Datagram datagram) {
        boolean wanted = peer == null || peer.equals(datagram.sender());
        if (wanted && arrived.size() < QUEUE_LIMIT) {
            arrived.add(datagram);
            readable.run();
        }
    }

    @Override
    public void awaitReadable() {
        if (arrived.isEmpty() && !unreachable && !closed) {
            readable.park();
        }
    }

    // --- sending ---------------------------------------------------------------------------------

    @Override
    public boolean send(ByteBuffer source, InetSocketAddress to) throws IOException {
        checkUsable();
        if (source.remaining() > LARGEST) {
            throw new SocketException("Message too long: " + source.remaining() + " bytes; at most " + LARGEST);
        }
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        Host target = world.at(to.getAddress(), host);
        IoFault fault = world.call(IoCall.SEND);
        if (target != null && fault != IoFault.LOST) {
            var from = new InetSocketAddress(target == host ? to.getAddress() : host.address(), address.getPort());
            underway(target, to.getPort(), new Datagram(bytes, from), fault == IoFault.TWICE);
        }
        return true;
    }

    /// Draws everything for each datagram, so that the next one's luck does not hang on this one's.
    private void underway(Host target, int port, Datagram datagram, boolean twice) {
        Luck luck = world.luck();
        Faults faults = world.faults();
        long nanos = world.sendOff(host, target) * (luck.draw(Luck.Kind.REORDERING, faults.reordering()) ? HELD_UP : 1);
        boolean lost = luck.draw(Luck.Kind.LOSS, faults.loss()) && target != host;
        boolean copied = luck.draw(Luck.Kind.DUPLICATION, faults.duplication()) || twice;
        if (!lost) {
            world.after(nanos, () -> arrive(target, port, datagram));
        }
        if (copied && !lost) {
            long again = world.travelNanos(host, target, Luck.Kind.JITTER_OF_COPY);
            world.after(again, () -> arrive(target, port, datagram));
        }
    }

    private void arrive(Host target, int port, Datagram datagram) {
        if (!target.up() || !world.joined(host, target)) {
            return;
        }
        SimulatedDatagrams receiver = target.datagrams().get(port);
        if (receiver != null) {
            receiver.add(datagram);
        } else if (peer != null) {
            world.after(world.sendOff(target, host), () -> nobodyThere(target));
        }
    }

    /// ICMP's answer, which a connected socket is told of.
    private void nobodyThere(Host target) {
        if (world.joined(target, host)) {
            unreachable = true;
            readable.run();
        }
    }

    @Override
    public void awaitWritable() {
        // there is always room
    }

    // --- the rest --------------------------------------------------------------------------------

    @Override
    public InetSocketAddress localAddress() {
        return address;
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return peer;
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
    public void close() {
        if (!closed) {
            closed = true;
            host.closed(crash);
            host.datagrams().remove(address.getPort(), this);
            readable.run();
        }
    }

    @Override
    public String toString() {
        return "UdpSocket[" + address + "]";
    }
}
