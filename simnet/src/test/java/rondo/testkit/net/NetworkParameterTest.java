package rondo.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rondo.loop.EventLoop;
import rondo.net.Network;
import rondo.testkit.Leak;
import rondo.testkit.Simulation;
import rondo.testkit.junit.RondoTest;
import rondo.time.Clock;

/// Test methods are given a network.
final class NetworkParameterTest {
    private static final Set<Long> TIMES = new HashSet<>();

    @AfterAll
    static void eachSeedHadANetworkOfItsOwn() {
        assertThat(TIMES).hasSizeGreaterThan(10);
    }

    @RondoTest(allowed = Leak.BLOCKING_CALL)
    void programTakesItsNetworkFromTheTest(Network network) throws Exception {
        try (var _ = network.serve("test", 7, stream -> stream.write(stream.readLine() + "!\n"));
                var stream = network.connect("test", 7)) {
            stream.write("hello\n");

            assertThat(stream.readLine()).isEqualTo("hello!");
        }
    }

    @RondoTest(seeds = 20, allowed = Leak.BLOCKING_CALL)
    void eachParameterIsOfTheSameRun(
            SimulatedNetwork world,
            @On("client") Network client,
            @On("server") Host server,
            Simulation simulation,
            EventLoop loop,
            Clock clock,
            RandomGenerator random)
            throws Exception {
        world.faults(Faults.none().withLatency(Duration.ofMillis(1), Duration.ofMillis(random.nextInt(1, 100))));
        server.start(() -> server.network()
                .serve("server", 7, stream -> stream.write("hello\n"))
                .serveForever());

        try (var stream = client.connect("server", 7)) {
            assertThat(stream.readLine()).isEqualTo("hello");
        }

        assertThat(world.host("server")).isSameAs(server);
        assertThat(world.simulation()).isSameAs(simulation);
        assertThat(loop).isSameAs(EventLoop.current());
        TIMES.add(clock.nanos());
        world.stopAll();
    }

    @RondoTest(allowed = Leak.BLOCKING_CALL)
    @ParameterizedTest
    @CsvSource({"1, 2", "20, 40"})
    void worksWithArguments(int latencyMillis, int connectMillis, SimulatedNetwork world, Network network)
            throws Exception {
        world.faults(Faults.none().withLatency(Duration.ofMillis(latencyMillis), Duration.ZERO));
        Network server = world.host("server").network();

        try (var _ = server.serve("server", 7, stream -> {})) {
            network.connect("server", 7).close();
        }

        assertThat(world.simulation().now().toMillis()).isEqualTo(connectMillis);
    }
}
