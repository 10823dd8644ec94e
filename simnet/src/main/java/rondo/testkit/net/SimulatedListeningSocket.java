package rondo.testkit.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import rondo.io.Transport;
import rondo.net.ListeningSocket;
import rondo.task.Wakeup;

/// A listening socket, and the connections that nobody has accepted yet. Loop thread only.
final class SimulatedListeningSocket implements ListeningSocket {
    private final SimulatedNetwork world;
    private final Host host;
    private final InetSocketAddress address;
    private final int backlog;
    private final Queue<SimulatedTransport> waiting = new ArrayDeque<>();
    private final Wakeup came;
    private final Runnable crash = this::crash;
    private int expected; // connections that come about, each with a place kept for it
    private boolean closed;

    SimulatedListeningSocket(SimulatedNetwork world, Host host, InetSocketAddress address, int backlog) {
        this.world = world;
        this.host = host;
        this.address = address;
        this.backlog = backlog;
        this.came = new Wakeup(world.simulation().loop());
    }

    void open() throws IOException {
        host.open(crash);
        host.listening().put(address.getPort(), this);
    }

    private void crash() {
        closed = true;
        waiting.forEach(SimulatedTransport::crash);
        waiting.clear();
        came.run();
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    /// {@return whether it can be reached at an address}
    boolean answersAt(InetSocketAddress at) {
        return address.getAddress().isAnyLocalAddress() || address.getAddress().equals(at.getAddress());
    }

    boolean full() {
        return waiting.size() + expected >= backlog;
    }

    void expect() {
        expected++;
    }

    void expectNoMore() {
        expected--;
    }

    /// An expected connection stands.
    ///
    /// @return false if nobody listens any more
    boolean add(SimulatedTransport connection) {
        expected--;
        if (!closed) {
            waiting.add(connection);
            came.run();
        }
        return !closed;
    }

    @Override
    public void awaitConnection() throws IOException {
        checkOpen();
        if (waiting.isEmpty()) {
            came.park();
        }
    }

    @Override
    public @Nullable Transport accept() throws IOException {
        checkOpen();
        SimulatedTransport next = waiting.peek();
        if (next == null) {
            return null;
        }
        if (world.call(IoCall.ACCEPT) == IoFault.NO_DESCRIPTOR_TO_ACCEPT) {
            throw new SocketException("Too many open files: as planned");
        }
        next.open();
        return waiting.remove();
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new java.nio.channels.ClosedChannelException();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            host.closed(crash);
            host.listening().remove(address.getPort(), this);
            waiting.forEach(SimulatedTransport::abort);
            waiting.clear();
            came.run();
        }
    }

    @Override
    public String toString() {
        return "listening on " + address;
    }
}
