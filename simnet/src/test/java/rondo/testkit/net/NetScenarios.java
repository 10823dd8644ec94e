package rondo.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import rondo.Rondo;
import rondo.io.ByteStream;
import rondo.io.Transport;
import rondo.net.ListeningSocket;
import rondo.net.Network;
import rondo.net.Resolver;
import rondo.net.Server;
import rondo.net.ServerOptions;
import rondo.net.TcpOptions;
import rondo.net.UdpSocket;
import rondo.sync.Queue;
import rondo.testkit.Scenario;
import rondo.testkit.awaits.StreamScenarios;

/// Scenarios of connections, servers and datagrams over the simulated network.
final class NetScenarios {
    private static final Duration SOON = World.SOON;

    private NetScenarios() {}

    static Map<String, Scenario<?>> all() {
        var all = new TreeMap<String, Scenario<?>>(Map.ofEntries(
                Map.entry("connect", onEcho(NetScenarios::connect)),
                Map.entry("connect, the first address is silent", onEcho(world -> race(world, "silent", "server"))),
                Map.entry("connect, two addresses answer", onEcho(world -> race(world, "server", "other"))),
                Map.entry("connect, nobody listens", onEcho(NetScenarios::refused)),
                Map.entry("connect, in too little time", onEcho(NetScenarios::late)),
                Map.entry(
                        "connect to one that accepts nothing",
                        new Scenario<>(World::open, NetScenarios::full, World::check)),
                Map.entry("names", onEcho(NetScenarios::names)),
                Map.entry("datagrams", new Scenario<>(NetScenarios::answering, NetScenarios::datagrams, World::check)),
                Map.entry("accept", serving(NetScenarios::accept)),
                Map.entry("serveForever", serving(NetScenarios::serveForever)),
                Map.entry("closeWithin", serving(NetScenarios::closeWithin)),
                Map.entry("waitClosed", serving(NetScenarios::waitClosed))));
        all.putAll(TlsScenarios.all());
        StreamScenarios.all(NetScenarios::ends, 2, Duration.ofMillis(1)).forEach(all::put);
        return all;
    }

    private static Scenario<World> onEcho(Scenario.Part<World> body) {
        return new Scenario<>(() -> World.withEcho("server", "other"), body, World::check);
    }

    // --- connecting ------------------------------------------------------------------------------

    private static void connect(World world) throws IOException {
        try (var stream = world.near().connect("server", 7)) {
            World.ask(stream);
        }
    }

    /// One name with two addresses, which are tried shortly after each other.
    private static void race(World world, String... names) throws IOException {
        world.network().host("silent");
        world.network().partition("client", "silent");
        var options =
                TcpOptions.defaults().withAttemptDelay(Duration.ofMillis(1)).withResolver(addresses(world, names));
        try (var stream = world.near().connect("both", 7, options)) {
            World.ask(stream);
        }
    }

    private static Resolver addresses(World world, String... names) {
        return any -> {
            var addresses = new java.util.ArrayList<InetAddress>();
            for (String name : names) {
                addresses.add(world.network().host(name).address());
            }
            return addresses;
        };
    }

    private static void refused(World world) {
        var options = TcpOptions.defaults().withResolver(addresses(world, "server", "other"));
        try (var stream = world.near().connect("both", 8, options)) {
            throw new AssertionError("nobody listens, and there is " + stream);
        } catch (IOException e) {
            assertThat(Objects.requireNonNull(e.getCause()).getSuppressed()).hasSize(1);
        }
    }

    private static void late(World world) {
        world.network().faults(Faults.none().withLatency(SOON, Duration.ZERO));
        var options = TcpOptions.defaults().withConnectTimeout(SOON);
        try (var stream = world.near().connect("server", 7, options)) {
            throw new AssertionError("there was no time, and there is " + stream);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("20 ms");
        }
    }

    /// Its backlog is full, and somebody else takes up the place that comes free.
    private static void full(World world) throws Exception {
        var options = ServerOptions.defaults().withBacklog(1);
        ListeningSocket listening = new SimulatedSockets(world.network(), world.server())
                .listen(new InetSocketAddress(world.server().address(), 7), options);
        try (var _ = world.near().connect("server", 7)) {
            Rondo.timeout(
                    Duration.ofSeconds(2),
                    () -> world.near().connect("server", 7).close());
        } catch (TimeoutException e) {
            Rondo.sleep(SOON);
        } finally {
            listening.close();
        }
    }

    private static void names(World world) throws IOException {
        Network slow = Network.over(new SlowNames(new SimulatedSockets(world.network(), world.client())));
        assertThat(slow.resolve("server")).containsExactly(world.server().address());
        try (var stream = slow.connect("server", 7);
                var server = slow.serve("client", 7, World::echo);
                var bound = slow.bind("client", 9);
                var connected = slow.connectUdp("server", 9)) {
            World.ask(stream);
            assertThat(server.port()).isEqualTo(bound.localAddress().getPort() - 2);
            assertThat(connected.remoteAddress()).isNotNull();
        }
    }

    // --- datagrams -------------------------------------------------------------------------------

    private static World answering() throws IOException {
        World world = World.open();
        UdpSocket socket = world.far().bind("server", 9);
        Rondo.createTask("other", () -> {
            try (socket) {
                Rondo.timeout(World.LONG, () -> {
                    while (true) {
                        var question = socket.receive();
                        socket.send(ByteBuffer.wrap(question.bytes()), question.sender());
                    }
                });
            } catch (TimeoutException e) {
                // that was long enough
            }
        });
        return world;
    }

    private static void datagrams(World world) throws IOException {
        try (var socket = world.near().connectUdp("server", 9)) {
            for (byte i = 0; i < 3; i++) {
                socket.send(ByteBuffer.wrap(new byte[] {i}));
                assertThat(socket.receive().bytes()).containsExactly(i);
            }
        }
    }

    // --- serving ---------------------------------------------------------------------------------

    private static Scenario<World> serving(Scenario.Part<World> body) {
        return new Scenario<>(
                () -> {
                    World world = World.open();
                    world.guest(Duration.ZERO);
                    world.guest(SOON.multipliedBy(2));
                    return world;
                },
                body,
                World::check);
    }

    private static void accept(World world) throws IOException {
        ListeningSocket listening = new SimulatedSockets(world.network(), world.server())
                .listen(new InetSocketAddress(world.server().address(), 7), ServerOptions.defaults());
        try {
            for (int i = 0; i < 2; i++) {
                listening.awaitConnection();
                Transport accepted = listening.accept();
                if (accepted != null) {
                    accepted.close();
                }
            }
        } finally {
            listening.close();
        }
    }

    private static void serveForever(World world) throws IOException {
        Server server = world.far().serve("server", 7, World::echo);
        try {
            Rondo.timeout(World.LONG, server::serveForever);
        } catch (TimeoutException e) {
            assertThat(server.connections()).isZero();
        }
    }

    private static void closeWithin(World world) throws IOException {
        try (Server server = world.far().serve("server", 7, World::echo)) {
            Rondo.sleep(SOON);
            server.closeWithin(SOON.dividedBy(2));
            assertThat(server.connections()).isZero();
        }
    }

    private static void waitClosed(World world) throws IOException {
        Server server = world.far().serve("server", 7, World::echo);
        World.closeLater(server);
        server.waitClosed();
        assertThat(server.connections()).isZero();
    }

    // --- streams ---------------------------------------------------------------------------------

    private static StreamScenarios.Ends ends() throws IOException {
        World world = World.open();
        var accepted = new Queue<ByteStream>();
        try (var _ = world.far().serve("server", 7, stream -> {
            accepted.put(stream);
            Rondo.sleep(World.LONG);
        })) {
            return new StreamScenarios.Ends(world.near().connect("server", 7), accepted.get());
        }
    }

    static List<String> names() {
        return List.copyOf(all().keySet());
    }
}
