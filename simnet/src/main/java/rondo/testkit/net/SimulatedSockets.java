package rondo.testkit.net;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rondo.io.Transport;
import rondo.net.DatagramTransport;
import rondo.net.ListeningSocket;
import rondo.net.Resolver;
import rondo.net.ServerOptions;
import rondo.net.Sockets;
import rondo.task.Sleep;

/// The network as one host sees it. Loop thread only.
final class SimulatedSockets implements Sockets {
    private static final int CONNECT_ATTEMPTS = 7; // Linux: after 1, 3, 7, 15, 31 and 63 s; gives up after 127 s
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(127);

    private final SimulatedNetwork world;
    private final Host host;

    SimulatedSockets(SimulatedNetwork world, Host host) {
        this.world = world;
        this.host = host;
    }

    @Override
    public List<InetAddress> resolve(String name) throws IOException {
        host.checkUp();
        if (Resolver.literal(name)) {
            return List.of(Resolver.address(name));
        }
        if (name.equals("localhost")) {
            return List.of(InetAddress.ofLiteral("127.0.0.1"));
        }
        boolean fails = world.call(IoCall.RESOLVE) == IoFault.UNKNOWN_HOST
                || world.luck().draw(Luck.Kind.UNRESOLVED, world.faults().unresolved());
        Host found = world.named(name);
        if (fails || found == null) {
            throw new UnknownHostException(name + ": Name or service not known" + (fails ? " at the moment" : ""));
        }
        return List.of(found.address());
    }

    // --- connecting ------------------------------------------------------------------------------

    @Override
    public Transport connect(InetSocketAddress to, @Nullable InetSocketAddress from) throws IOException {
        IoFault fault = world.call(IoCall.CONNECT);
        if (fault == IoFault.NO_DESCRIPTOR_TO_CONNECT) {
            throw new SocketException("Too many open files: as planned");
        }
        var descriptor = new Descriptor();
        host.open(descriptor);
        try {
            return connect(to, from, fault);
        } finally {
            host.closed(descriptor);
        }
    }

    /// What a connect holds until its connection stands.
    private static final class Descriptor implements Runnable {
        @Override
        public void run() {
            // the host stops, and the connect's task with it
        }
    }

    private Transport connect(InetSocketAddress to, @Nullable InetSocketAddress from, @Nullable IoFault fault)
            throws IOException {
        Host target = world.at(to.getAddress(), host);
        if (target == null) {
            throw new NoRouteToHostException("No route to host: nobody has the address " + to.getAddress());
        }
        if (fault == IoFault.STALLED
                || world.luck().draw(Luck.Kind.STALLED, world.faults().stalled())) {
            Sleep.sleep(CONNECT_LIMIT);
            throw timedOut(to);
        }
        boolean refused = fault == IoFault.REFUSED
                || world.luck().draw(Luck.Kind.REFUSED, world.faults().refused());
        return handshake(to, from, target, refused);
    }

    /// Asks again and again, as TCP does, until the question and its answer have both arrived.
    private Transport handshake(InetSocketAddress to, @Nullable InetSocketAddress from, Host target, boolean refused)
            throws IOException {
        for (int attempt = 0; attempt < CONNECT_ATTEMPTS; attempt++) {
            if (arrives(host, target) && target.up()) {
                SimulatedListeningSocket listening = target.listening().get(to.getPort());
                if (refused || listening == null || !listening.answersAt(to)) {
                    refuse(to, target);
                } else if (!listening.full() && answers(target, listening)) {
                    return establish(to, from, target, listening);
                }
            }
            Sleep.sleep(Duration.ofSeconds(1L << attempt));
        }
        throw timedOut(to);
    }

    /// Sends a message, and waits until it is there.
    ///
    /// @return whether it is; otherwise it is lost in a partition
    private boolean arrives(Host from, Host to) {
        Sleep.sleep(Duration.ofNanos(world.sendOff(from, to)));
        return world.joined(from, to);
    }

    private void refuse(InetSocketAddress to, Host target) throws ConnectException {
        if (arrives(target, host)) {
            throw new ConnectException("Connection refused: by " + to);
        }
    }

    /// Keeps a place for the connection until the answer is there.
    private boolean answers(Host target, SimulatedListeningSocket listening) {
        listening.expect();
        boolean arrived = false;
        try {
            arrived = arrives(target, host);
        } finally {
            if (!arrived) {
                listening.expectNoMore();
            }
        }
        return arrived;
    }

    /// The connection stands here; over there once it is told.
    private Transport establish(
            InetSocketAddress to, @Nullable InetSocketAddress from, Host target, SimulatedListeningSocket listening)
            throws IOException {
        InetAddress address = target == host ? to.getAddress() : host.address();
        int port = from == null || from.getPort() == 0 ? host.freePort() : from.getPort();
        var client = new InetSocketAddress(address, port);
        var there = new Direction(world, host, target);
        var back = new Direction(world, target, host);
        Direction.join(there, back);
        var near = new SimulatedTransport(world, host, back, there, client, to);
        near.openWaiting();
        there.begin(listening, new SimulatedTransport(world, target, there, back, to, client));
        return near;
    }

    private static ConnectException timedOut(InetSocketAddress to) {
        return new ConnectException("Connection timed out: " + to + " has not answered in 127 s");
    }

    // --- taking ports ----------------------------------------------------------------------------

    @Override
    public ListeningSocket listen(SocketAddress wanted, ServerOptions options) throws IOException {
        if (!(wanted instanceof InetSocketAddress inet)) {
            throw new UnsupportedOperationException("the simulated network cannot listen on " + wanted);
        }
        checkListen();
        InetSocketAddress address = take(inet, host.listening());
        var listening = new SimulatedListeningSocket(world, host, address, options.backlog());
        listening.open();
        return listening;
    }

    @Override
    public DatagramTransport datagrams(@Nullable InetSocketAddress from, @Nullable InetSocketAddress to)
            throws IOException {
        checkListen();
        var any = new InetSocketAddress(host.address(), 0);
        var socket = new SimulatedDatagrams(world, host, take(from == null ? any : from, host.datagrams()), to);
        socket.open();
        return socket;
    }

    private void checkListen() throws IOException {
        host.checkUp();
        if (world.call(IoCall.LISTEN) == IoFault.NO_DESCRIPTOR_TO_LISTEN) {
            throw new SocketException("Too many open files: as planned");
        }
    }

    private InetSocketAddress take(InetSocketAddress wanted, Map<Integer, ?> taken) throws BindException {
        if (world.at(wanted.getAddress(), host) != host) {
            throw new BindException("cannot listen on " + wanted + ": the address is not " + host + "'s; choose "
                    + host.address() + ", or 0.0.0.0 for all");
        }
        if (taken.containsKey(wanted.getPort())) {
            throw new BindException("cannot listen on " + wanted
                    + ": Address already in use; choose another port, or 0 for a free port");
        }
        return wanted.getPort() == 0 ? new InetSocketAddress(wanted.getAddress(), host.freePort()) : wanted;
    }

    @Override
    public String toString() {
        return "sockets of " + host;
    }
}
