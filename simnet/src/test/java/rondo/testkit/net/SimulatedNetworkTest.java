package rondo.testkit.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.Rondo;
import rondo.net.TcpOptions;
import rondo.testkit.Simulation;

/// What the simulated network does, and what goes wrong on it.
final class SimulatedNetworkTest {
    private static final Faults CALM = Faults.none();
    private static final Duration SECOND = Duration.ofSeconds(1);

    // --- as it should ----------------------------------------------------------------------------

    @Test
    void messageTakesTheLatency() {
        Scene.play(CALM.withLatency(Duration.ofMillis(50), Duration.ZERO), scene -> {
            try (var stream = scene.client().network().connect("server", 7)) {
                assertThat(scene.millis()).isEqualTo(100);

                stream.write("hello\n");

                assertThat(stream.readLine()).isEqualTo("hello");
                assertThat(scene.millis()).isEqualTo(200);
            }
        });
    }

    @Test
    void bandwidthLimitsAStream() {
        Scene.play(CALM.withBytesPerSecond(10_000), scene -> {
            try (var stream = scene.client().network().connect("server", 7)) {
                stream.write("x".repeat(9_999) + "\n");

                assertThat(stream.readLine()).hasSize(9_999);
                assertThat(scene.millis()).isBetween(2_000L, 2_010L);
            }
        });
    }

    @Test
    void jitterKeepsTheOrderOfAStream() {
        Scene.play(CALM.withLatency(Duration.ZERO, SECOND).withStreams(0, 0.5), scene -> {
            try (var stream = scene.client().network().connect("server", 7)) {
                for (int i = 0; i < 50; i++) {
                    stream.write("line " + i + "\n");
                }
                for (int i = 0; i < 50; i++) {
                    assertThat(stream.readLine()).isEqualTo("line " + i);
                }
            }
        });
    }

    @Test
    void sameSeedGivesTheSameTraceAndAnotherSeedAnother() {
        var hashes = new HashSet<String>();
        for (long seed : new long[] {1, 1, 2}) {
            hashes.add(Simulation.run(Scene.ON_A_BUSY_MACHINE.withSeed(seed), simulation -> {
                        var network =
                                SimulatedNetwork.of(simulation, Faults.some().withStreams(0, 0.5));
                        var scene = new Scene(simulation, network, network.host("client"), network.host("server"));
                        scene.echo();
                        try (var stream = scene.client().network().connect("server", 7)) {
                            stream.write("hello\n");
                            stream.readLine();
                        } catch (IOException e) {
                            simulation.trail().add("lost");
                        }
                        network.stopAll();
                    })
                    .toString());
        }
        assertThat(hashes).hasSize(2);
    }

    // --- names and connects ----------------------------------------------------------------------

    @Test
    void unknownHostIsUnknown() {
        Scene.play(scene -> assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> scene.client().network().connect("nowhere", 7)));
    }

    @Test
    void nameThatCannotBeResolvedIsUnknown() {
        Scene.play(CALM, scene -> {
            scene.network().faults(CALM.withConnects(0, 0, 1));

            assertThatExceptionOfType(UnknownHostException.class)
                    .isThrownBy(() -> scene.client().network().resolve("server"))
                    .withMessageContaining("at the moment");
        });
    }

    @Test
    void connectIsRefusedWhereNobodyListens() {
        Scene.play(scene -> {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> scene.client().network().connect("server", 8))
                    .withMessageContaining("Connection refused");
            assertThat(scene.millis()).isEqualTo(2);
        });
    }

    @Test
    void connectThatStallsIsGivenUpByItsLimitOrTheSystem() {
        Scene.play(CALM.withConnects(0, 1, 0), scene -> {
            var limited = TcpOptions.defaults().withConnectTimeout(SECOND);

            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> scene.client().network().connect("server", 7, limited));
            assertThat(scene.millis()).isEqualTo(1_000);
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> scene.client().network().connect("server", 7))
                    .withMessageContaining("timed out");
            assertThat(scene.millis()).isEqualTo(128_000);
            assertThat(scene.client().descriptors()).isZero();
        });
    }

    @Test
    void takenPortCannotBeTakenAgain() {
        Scene.play(scene -> {
            scene.simulation().waitUntilAllBlocked();

            assertThatExceptionOfType(BindException.class)
                    .isThrownBy(() -> scene.server().network().serve("server", 7, stream -> {}))
                    .withMessageContaining("Address already in use");
            assertThatExceptionOfType(BindException.class)
                    .isThrownBy(() -> scene.client().network().serve("server", 7, stream -> {}));
        });
    }

    @Test
    void descriptorsRunOutAndComeBack() {
        Scene.play(scene -> {
            scene.client().limitDescriptors(1);
            try (var _ = scene.client().network().connect("server", 7)) {
                assertThatIOException()
                        .isThrownBy(() -> scene.client().network().connect("server", 7))
                        .withMessageContaining("Too many open files");
            }

            scene.client().network().connect("server", 7).close();

            assertThat(scene.client().descriptors()).isZero();
        });
    }

    // --- streams ---------------------------------------------------------------------------------

    @Test
    void writeResetsTheConnectionForBothSides() {
        Scene.play(CALM, scene -> {
            try (var stream = scene.client().network().connect("server", 7)) {
                scene.network().faults(CALM.withStreams(1, 0));

                assertThatIOException()
                        .isThrownBy(() -> stream.write("hello\n"))
                        .withMessageContaining("Connection reset");
                assertThatIOException().isThrownBy(stream::readLine);
                scene.simulation().advance(SECOND);
                assertThat(scene.server().descriptors()).isEqualTo(1); // it listens
            }
        });
    }

    @Test
    void nothingIsKeptOfConnectionsThatAreOver() {
        Scene.play(CALM, scene -> {
            for (int i = 0; i < 5; i++) {
                try (var stream = scene.client().network().connect("server", 7)) {
                    stream.write("hello\n"); // and closes, without reading the answer
                }
            }
            scene.client().network().connect("server", 7).abort();

            scene.simulation().advance(SECOND);

            assertThat(scene.network().standing()).isZero();
        });
    }

    @Test
    void partitionHoldsWhatIsSentUntilItHeals() {
        Scene.play(scene -> {
            try (var stream = scene.client().network().connect("server", 7)) {
                scene.network().partition("client", "server");
                scene.network().at(Duration.ofSeconds(60), () -> scene.network().heal("server", "client"));
                stream.write("hello\n");

                assertThatExceptionOfType(TimeoutException.class)
                        .isThrownBy(() -> Rondo.<@Nullable String>timeout(SECOND, stream::readLine));
                assertThat(stream.readLine()).isEqualTo("hello");
                assertThat(scene.millis()).isBetween(60_000L, 60_010L);
            }
        });
    }

    @Test
    void connectAcrossAPartitionIsTriedAgainUntilItHeals() {
        Scene.play(scene -> {
            scene.network().isolate("server");
            scene.network().at(Duration.ofSeconds(5), scene.network()::heal);

            scene.client().network().connect("server", 7).close();

            assertThat(scene.millis()).isBetween(5_000L, 8_000L);
        });
    }

    // --- hosts -----------------------------------------------------------------------------------

    @Test
    void stoppedHostLeavesItsPeerHalfOpenUntilItRunsAgain() {
        Scene.play(scene -> {
            try (var stream = scene.client().network().connect("server", 7)) {
                scene.server().stop();
                stream.write("anybody?\n");
                assertThatExceptionOfType(TimeoutException.class)
                        .isThrownBy(() -> Rondo.<@Nullable String>timeout(SECOND, stream::readLine));

                scene.server().restart();

                assertThatIOException().isThrownBy(stream::readLine).withMessageContaining("reset");
            }
            scene.echo();
            scene.client().network().connect("server", 7).close();
        });
    }

    @Test
    void connectionThatNobodyHadAcceptedIsResetByTheRestart() {
        Scene.play(scene -> {
            scene.server().limitDescriptors(1); // which is the listening one's
            try (var stream = scene.client().network().connect("server", 7)) {
                scene.simulation().advance(SECOND);
                scene.server().stop();
                stream.write("anybody?\n");

                scene.server().restart();

                assertThatIOException().isThrownBy(stream::readLine).withMessageContaining("reset");
            }
        });
    }

    @Test
    void stoppedHostsTasksAreDeadAndReachNothing() {
        Scene.play(scene -> {
            var failures = new ArrayList<String>();
            var host = scene.network().host("third");
            var task = host.start(() -> {
                try {
                    Rondo.createTask(() -> Rondo.sleep(Duration.ofDays(1)));
                    Rondo.sleep(Duration.ofDays(1));
                } finally {
                    try {
                        host.network().connect("server", 7);
                    } catch (IOException e) {
                        failures.add(e.getMessage());
                    }
                }
            });
            scene.simulation().waitUntilAllBlocked();
            assertThat(host.tasks()).hasSize(2);

            host.stop();
            scene.simulation().waitUntilAllBlocked();

            assertThat(task.cancelled()).isTrue();
            assertThat(host.tasks()).isEmpty();
            assertThat(failures).hasSize(1).first().asString().contains("third is stopped");
        });
    }

    @Test
    void diskKeepsWhatWasSyncedAndTheFirstOfTheRest() {
        var kept = new HashSet<List<String>>();
        for (int seed = 0; seed < 20; seed++) {
            Simulation.run(Scene.ON_A_BUSY_MACHINE.withSeed(seed), simulation -> {
                Host host = SimulatedNetwork.of(simulation).host("store");
                host.disk().write("a", "safe".getBytes(UTF_8));
                host.disk().sync();
                host.disk().write("b", "at risk".getBytes(UTF_8));
                host.disk().append("b", " too".getBytes(UTF_8));
                host.stop();
                assertThatIOException().isThrownBy(() -> host.disk().read("a")).withMessageContaining("stopped");

                host.restart();

                var found = new ArrayList<String>();
                for (String name : host.disk().names()) {
                    found.add(new String(host.disk().read(name), UTF_8));
                }
                kept.add(found);
            });
        }
        assertThat(kept)
                .containsExactlyInAnyOrder(List.of("safe"), List.of("safe", "at risk"), List.of("safe", "at risk too"));
    }

    @Test
    void clockDrifts() {
        Scene.play(scene -> {
            scene.server().driftBy(Duration.ofSeconds(2), 0.01);

            scene.simulation().advance(Duration.ofSeconds(100));

            assertThat(scene.server().clock().nanos()).isEqualTo(103_000_000_000L);
            assertThat(scene.client().clock().nanos()).isEqualTo(100_000_000_000L);
        });
    }

    // --- datagrams -------------------------------------------------------------------------------

    private static List<String> received(Faults faults, int sent) {
        var received = new ArrayList<String>();
        Scene.play(faults, scene -> {
            try (var from = scene.client().network().bind("client", 0);
                    var to = scene.server().network().bind("server", 53)) {
                for (int i = 0; i < sent; i++) {
                    from.send(ByteBuffer.wrap(Integer.toString(i).getBytes(UTF_8)), to.localAddress());
                    Rondo.sleep(Duration.ofMillis(1));
                }
                while (true) {
                    received.add(new String(Rondo.timeout(SECOND, to::receive).bytes(), UTF_8));
                }
            } catch (TimeoutException e) {
                // no more come
            }
        });
        return received;
    }

    @Test
    void datagramsArriveInOrderUnlessSomethingGoesWrong() {
        List<String> calm = received(CALM, 100);

        assertThat(calm).hasSize(100).isSortedAccordingTo((a, b) -> Integer.parseInt(a) - Integer.parseInt(b));
        assertThat(received(CALM.withDelivery(0.5, 0, 0), 100)).hasSizeBetween(20, 80);
        assertThat(received(CALM.withDelivery(0, 0.5, 0), 100)).hasSizeBetween(120, 180);
        assertThat(received(CALM.withDelivery(0, 0, 0.5), 100))
                .isNotEqualTo(calm)
                .containsExactlyInAnyOrderElementsOf(calm);
    }

    @Test
    void connectedSocketIsToldThatNobodyReceives() {
        Scene.play(scene -> {
            try (var socket = scene.client().network().connectUdp("server", 99)) {
                socket.send(ByteBuffer.wrap(new byte[1]));

                assertThatExceptionOfType(PortUnreachableException.class).isThrownBy(socket::receive);
            }
        });
    }

    @Test
    void datagramsDoNotCrossAPartition() {
        Scene.play(scene -> {
            try (var from = scene.client().network().bind("client", 0);
                    var to = scene.server().network().bind("server", 53)) {
                scene.network().partition("client", "server");
                from.send(ByteBuffer.wrap(new byte[1]), to.localAddress());

                assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> Rondo.timeout(SECOND, to::receive));
            }
        });
    }
}
