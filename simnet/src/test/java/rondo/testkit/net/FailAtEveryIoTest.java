package rondo.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.Rondo;
import rondo.io.ByteStream;
import rondo.testkit.Scenario;

/// Each call to the network fails once in each way.
final class FailAtEveryIoTest {
    private static Scene scene(SimulatedNetwork network) {
        var scene = new Scene(network.simulation(), network, network.host("client"), network.host("server"));
        scene.echo();
        return scene;
    }

    private static void ask(ByteStream stream) throws Exception {
        stream.write("hello\n");
        assertThat(Rondo.<@Nullable String>timeout(Duration.ofMinutes(1), stream::readLine))
                .isIn("hello", null);
    }

    private static void careful(Scene scene) throws Exception {
        try (var stream = scene.client().network().connect("server", 7)) {
            ask(stream);
        }
        assertThat(scene.client().descriptors()).isZero();
    }

    private static IoFailureReport check(Scenario.Part<Scene> body) {
        return SimulatedNetwork.failAtEveryIo(
                Scene.ON_A_BUSY_MACHINE, new NetworkScenario<>(FailAtEveryIoTest::scene, body, scene -> {}));
    }

    @Test
    void bodyThatClosesWhatItOpensStandsEveryFailure() {
        IoFailureReport report = check(FailAtEveryIoTest::careful);

        assertThat(report.calls()).isGreaterThan(8);
        assertThat(report.runs()).isGreaterThan(report.calls());
    }

    @Test
    void bodyThatForgetsItsStreamIsFoundOut() {
        assertThatExceptionOfType(IoFailureError.class)
                .isThrownBy(() -> check(scene -> {
                    ByteStream stream = scene.client().network().connect("server", 7);
                    try {
                        ask(stream);
                        stream.close();
                    } catch (IOException e) {
                        assertThat(scene.client().descriptors()).isZero();
                        throw e;
                    }
                }))
                .withMessageContaining("RESET_AT_");
    }

    @Test
    void bodyThatTakesAShortReadForAMessageIsFoundOut() {
        assertThatExceptionOfType(IoFailureError.class)
                .isThrownBy(() -> check(scene -> {
                    try (var stream = scene.client().network().connect("server", 7)) {
                        stream.write("hello\n");
                        assertThat(Rondo.timeout(Duration.ofMinutes(1), () -> stream.readSome(100)))
                                .hasSize(6);
                    }
                }))
                .withMessageContaining("SHORT_");
    }

    @Test
    void setUpThatLeavesATaskBehindWhenItFailsIsFoundOut() {
        assertThatExceptionOfType(IoFailureError.class)
                .isThrownBy(() -> SimulatedNetwork.failAtEveryIo(
                        Scene.ON_A_BUSY_MACHINE,
                        new NetworkScenario<>(
                                network -> {
                                    Scene scene = scene(network);
                                    var forgotten =
                                            Rondo.createTask("forgotten", () -> Rondo.sleep(Duration.ofDays(1)));
                                    scene.client().network().resolve("server");
                                    forgotten.cancel();
                                    return scene;
                                },
                                scene -> {},
                                scene -> {})))
                .withMessageContaining("forgotten")
                .withMessageContaining("UNKNOWN_HOST");
    }
}
