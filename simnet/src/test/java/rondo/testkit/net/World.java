package rondo.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import rondo.Rondo;
import rondo.io.ByteStream;
import rondo.net.Network;
import rondo.net.Server;
import rondo.testkit.Simulation;

/// A client and a server, of which one is interrupted: in the end neither has an open socket.
record World(SimulatedNetwork network, Host client, Host server) {
    /// How long a server is there, and how long somebody waits for another at most.
    static final Duration LONG = Duration.ofMinutes(5);

    static final Duration SOON = Duration.ofMillis(20);

    static World open() {
        var network = SimulatedNetwork.of(Objects.requireNonNull(Simulation.currentOrNull()));
        return new World(network, network.host("client"), network.host("server"));
    }

    /// With a server that sends back what it gets, a line at a time, on port 7 of some hosts.
    static World withEcho(String... hosts) throws IOException {
        World world = open();
        for (String host : hosts) {
            closeLater(world.network.host(host).network().serve(host, 7, World::echo));
        }
        return world;
    }

    static void closeLater(Server server) {
        Rondo.createTask("server", () -> {
            Rondo.sleep(LONG);
            server.close();
        });
    }

    static void echo(ByteStream stream) throws IOException {
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
            stream.write(line + "\n");
        }
    }

    static void ask(ByteStream stream) throws IOException {
        stream.write("hello\n");
        assertThat(stream.readLine()).isEqualTo("hello");
    }

    /// Somebody who comes when there is a server, asks, and stays for a while.
    void guest(Duration stay) {
        Rondo.createTask("guest", () -> {
            Rondo.sleep(Duration.ofMillis(1));
            try (var stream = near().connect("server", 7)) {
                stream.write("hello\n");
                stream.readLine();
                Rondo.sleep(stay);
            } catch (IOException e) {
                // the server has gone
            }
        });
    }

    Network near() {
        return client.network();
    }

    Network far() {
        return server.network();
    }

    /// Called in a task; what was sent last has to arrive first.
    void check() {
        Rondo.sleep(Duration.ofSeconds(1));
        assertThat(client.descriptors()).as("sockets of the client").isZero();
        assertThat(server.descriptors()).as("sockets of the server").isZero();
        assertThat(network.standing()).as("directions that are still there").isZero();
    }
}
