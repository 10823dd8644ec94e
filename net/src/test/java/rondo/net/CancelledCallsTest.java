package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rondo.Rondo;
import rondo.task.CancelledError;
import rondo.task.Task;
import rondo.task.VoidBody;

/// Calls that no simulation has are cancelled while they wait, and leave nothing behind.
@Timeout(60)
final class CancelledCallsTest {
    private static final Map<String, VoidBody> CALLS = Map.of(
            "Names.getAddrInfo", () -> Names.getAddrInfo("localhost", 80),
            "Names.getNameInfo", () -> Names.getNameInfo(InetAddress.getLoopbackAddress()),
            "UdpSocket.connect", () -> UdpSocket.connect("localhost", 9).close(),
            "Tls.serve",
                    () -> Tls.serve("localhost", 0, stream -> {}, ServerOptions.defaults(), Certificates.trustingRoot())
                            .close(),
            "Subprocess.awaitExit",
                    () -> {
                        try (var process = Subprocess.exec("sleep", "100")) {
                            process.awaitExit();
                        }
                    });

    static Set<String> calls() {
        return CALLS.keySet();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void callIsCancelledWhileItWaits(String call) {
        Rondo.run(() -> {
            Task<?> task = Rondo.createTask(Objects.requireNonNull(CALLS.get(call)));
            Rondo.sleep(Duration.ZERO);
            assertThat(task.awaiting()).as("what it waits for").isNotNull();

            task.cancel();

            assertThatExceptionOfType(CancelledError.class).isThrownBy(task::await);
        });
    }

    @Test
    void handshakeIsCancelledAndItsConnectionEnds() {
        Rondo.run(() -> {
            try (var server = Tcp.serve(0, stream -> stream.readAll())) {
                Task<?> connecting = Rondo.createTask(() ->
                        Tls.connect("127.0.0.1", server.port(), TcpOptions.defaults(), Certificates.trustingRoot()));
                while (server.connections() == 0) {
                    Rondo.sleep(Duration.ofMillis(1));
                }

                connecting.cancel();

                assertThatExceptionOfType(CancelledError.class).isThrownBy(connecting::await);
                server.closeWithin(Duration.ofSeconds(30));
                assertThat(server.connections()).isZero();
            }
        });
    }
}
