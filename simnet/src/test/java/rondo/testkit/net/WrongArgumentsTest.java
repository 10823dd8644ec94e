package rondo.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.Rondo;
import rondo.task.CancelledError;

/// What those are told who ask the simulated network for what it cannot do.
final class WrongArgumentsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "localhost", "10.0.0.7", "::1"})
    void nameThatNobodyWouldFindIsRefused(String name) {
        Scene.play(scene -> assertThatIllegalArgumentException()
                .isThrownBy(() -> scene.network().host(name))
                .withMessageContaining("a host cannot be called '" + name + "'"));
    }

    @Test
    void faultOfAHostThatIsNotThereIsAMistake() {
        Scene.play(scene -> {
            SimulatedNetwork network = scene.network();
            List<Consumer<String>> faults = List.of(
                    name -> network.partition(name, "client"),
                    name -> network.partitionOneWay("client", name),
                    network::isolate,
                    name -> network.heal("client", name),
                    name -> network.healOneWay(name, "client"));
            for (Consumer<String> fault : faults) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> fault.accept("sever"))
                        .withMessageContaining("there is no host 'sever', only [client, server]");
            }
        });
    }

    @Test
    void hostsEndWithTheirAddresses() {
        Scene.play(scene -> {
            for (int i = 2; i < 65_534; i++) {
                scene.network().host("host" + i);
            }

            assertThat(scene.network().host("host65533").address().getHostAddress())
                    .isEqualTo("10.0.255.254");
            assertThatIllegalStateException()
                    .isThrownBy(() -> scene.network().host("one more"))
                    .withMessageContaining("65534 hosts");
        });
    }

    @Test
    void probabilityIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Faults.none().withStreams(0.1, 20))
                .withMessageContaining("the probability shortTransfer is 20.0; it must be from 0 to 1");
    }

    @Test
    void diskOfAStoppedHostCannotBeReached() {
        Scene.play(scene -> {
            Disk disk = scene.server().disk();
            disk.write("book", new byte[1]);
            disk.sync();
            scene.server().stop();

            assertThatIOException().isThrownBy(() -> disk.exists("book")).withMessageContaining("stopped");
            assertThatIOException().isThrownBy(disk::names).withMessageContaining("stopped");
            scene.server().restart();
            assertThat(disk.exists("book")).isTrue();
        });
    }

    @Test
    void cancelWhileAllHostsStopLeavesNoneRunning() {
        Scene.play(scene -> {
            Host slow = scene.network().host("slow");
            Host last = scene.network().host("z");
            slow.start(() -> {
                try {
                    Rondo.sleep(Duration.ofDays(1));
                } finally {
                    Rondo.sleep(Duration.ofMinutes(1));
                }
            });
            scene.simulation().waitUntilAllBlocked();
            var stopping = Rondo.createTask(scene.network()::stopAll);
            scene.simulation().waitUntilAllBlocked();

            stopping.cancel();

            assertThatExceptionOfType(CancelledError.class).isThrownBy(stopping::await);
            assertThat(List.of(slow.up(), last.up())).containsOnly(false);
        });
    }
}
