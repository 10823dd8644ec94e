package rondo.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.Rondo;
import rondo.io.ByteStream;
import rondo.testkit.Simulation;

/// Nothing crosses a way that is cut when it would arrive.
final class PartitionTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration WHILE_IT_IS_ANSWERED = Duration.ofMillis(1500);
    private static final Faults SLOW = Faults.none().withLatency(SECOND, Duration.ZERO);

    private static void cutFrom(Scene scene, Duration begin, Duration end) {
        scene.network().at(begin, () -> scene.network().partition("client", "server"));
        scene.network().at(end, () -> scene.network().heal("client", "server"));
    }

    // --- both ways -------------------------------------------------------------------------------

    @Test
    void connectIsNotAnsweredAcrossAPartition() {
        Scene.play(SLOW, scene -> {
            cutFrom(scene, WHILE_IT_IS_ANSWERED, Duration.ofSeconds(10));

            scene.client().network().connect("server", 7).close();

            assertThat(scene.millis()).isBetween(12_000L, 30_000L);
        });
    }

    @Test
    void refusalIsNotHeardAcrossAPartition() {
        Scene.play(SLOW, scene -> {
            cutFrom(scene, WHILE_IT_IS_ANSWERED, Duration.ofSeconds(10));

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> scene.client().network().connect("server", 8))
                    .withMessageContaining("refused");

            assertThat(scene.millis()).isBetween(12_000L, 30_000L);
        });
    }

    @Test
    void resetIsNotHeardAcrossAPartition() {
        Scene.play(SLOW, scene -> {
            try (var _ = scene.server().network().serve("server", 9, ByteStream::close);
                    var stream = scene.client().network().connect("server", 9)) {
                assertThat(stream.readLine()).isNull();
                stream.write("anybody?\n");
                Rondo.sleep(WHILE_IT_IS_ANSWERED);
                scene.network().partition("client", "server");
                Rondo.sleep(Duration.ofSeconds(5));
                stream.write("still nobody?\n");

                scene.network().heal();
                Rondo.sleep(Duration.ofSeconds(2));

                assertThatIOException()
                        .isThrownBy(() -> stream.write("hello?\n"))
                        .withMessageContaining("reset");
            }
        });
    }

    @Test
    void unreachablePortIsNotHeardOfAcrossAPartition() {
        Scene.play(SLOW, scene -> {
            try (var socket = scene.client().network().connectUdp("server", 99)) {
                cutFrom(scene, WHILE_IT_IS_ANSWERED, Duration.ofSeconds(10));
                socket.send(ByteBuffer.wrap(new byte[1]));

                assertThatExceptionOfType(TimeoutException.class)
                        .isThrownBy(() -> Rondo.timeout(Duration.ofSeconds(60), socket::receive));
            }
        });
    }

    // --- one way ---------------------------------------------------------------------------------

    private static @Nullable String asked(ByteStream stream) throws Exception {
        stream.write("hello\n");
        return Rondo.<@Nullable String>timeout(SECOND, stream::readLine);
    }

    @Test
    void oneWayCutSilencesOneSideOnly() {
        Scene.play(scene -> {
            try (var from = scene.client().network().bind("client", 1);
                    var to = scene.server().network().bind("server", 1)) {
                scene.network().partitionOneWay("client", "server");
                from.send(ByteBuffer.wrap(new byte[1]), to.localAddress());
                to.send(ByteBuffer.wrap(new byte[2]), from.localAddress());

                assertThat(from.receive().bytes()).hasSize(2);
                assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> Rondo.timeout(SECOND, to::receive));
            }
        });
    }

    @Test
    void answersWaitUntilTheirWayIsHealed() {
        Scene.play(scene -> {
            try (var stream = scene.client().network().connect("server", 7)) {
                scene.network().partitionOneWay("server", "client");
                assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> asked(stream));

                scene.network().healOneWay("server", "client");

                assertThat(stream.readLine()).isEqualTo("hello");
            }
        });
    }

    @Test
    void connectionNeedsBothWays() {
        Scene.play(scene -> {
            scene.network().partitionOneWay("server", "client");
            scene.network().at(Duration.ofSeconds(5), () -> scene.network().heal("client", "server"));

            scene.client().network().connect("server", 7).close();

            assertThat(scene.millis()).isBetween(5_000L, 8_000L);
            scene.simulation().waitUntilAllBlocked();
            assertThat(scene.simulation().trail().events())
                    .containsSubsequence("server no longer reaches client", "client and server are joined");
        });
    }

    // --- by luck ---------------------------------------------------------------------------------

    private static String cuts(long seed, Faults faults) {
        var cuts = new StringBuilder();
        Simulation.run(Scene.ON_A_BUSY_MACHINE.withSeed(seed), simulation -> {
            var network = SimulatedNetwork.of(simulation, faults);
            var scene = new Scene(simulation, network, network.host("client"), network.host("server"));
            scene.echo();
            try (var stream = scene.client().network().connect("server", 7)) {
                for (int i = 0; i < 20; i++) {
                    stream.write("hello\n");
                    assertThat(stream.readLine()).isEqualTo("hello");
                }
            }
            simulation.runUntilIdle();
            cuts.append(simulation.trail()).append(simulation.now());
            network.stopAll();
        });
        return cuts.toString();
    }

    @Test
    void partitionsComeAndGoAsTheSeedHasIt() {
        Faults faults = Faults.none().withPartitions(0.05, Duration.ofSeconds(30));
        var seen = new HashSet<String>();
        for (long seed = 0; seed < 20; seed++) {
            String cuts = cuts(seed, faults);
            assertThat(cuts(seed, faults)).isEqualTo(cuts);
            assertThat(cuts.split("no longer reaches", -1)).hasSameSizeAs(cuts.split("again", -1));
            seen.add(cuts);
        }
        assertThat(seen).hasSizeGreaterThan(10);
        assertThat(seen).anyMatch(cuts -> cuts.contains("client no longer reaches server server no longer"));
        assertThat(seen).anyMatch(cuts -> cuts.contains("client no longer reaches server client reaches"));
        assertThat(seen).anyMatch(cuts -> cuts.contains("server no longer reaches client server reaches"));
        assertThat(cuts(0, faults.withPartitions(0, SECOND))).doesNotContain("reaches");
    }

    @Test
    void partitionThatWasDrawnDoesNotEndOneMadeByHand() {
        Scene.play(Faults.none().withPartitions(1, Duration.ofSeconds(5)), scene -> {
            scene.network().partition("client", "server");
            try (var socket = scene.client().network().connectUdp("server", 7)) {
                socket.send(ByteBuffer.wrap(new byte[1]));
            }
            scene.simulation().advance(Duration.ofSeconds(60));

            assertThat(scene.network().joined(scene.client(), scene.server())).isFalse();
            assertThat(scene.network().joined(scene.server(), scene.client())).isFalse();
        });
    }
}
