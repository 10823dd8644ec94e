package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static rondo.net.OnLoop.run;
import static rondo.net.OnLoop.task;
import static rondo.net.OnLoop.until;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.io.Pipe;
import rondo.io.StreamClosedException;
import rondo.task.Task;

/// What closing a TLS stream waits for.
@Timeout(60)
final class TlsCloseTest {
    @BeforeAll
    static void readKeys() { // before a loop runs: it takes long
        Certificates.with("localhost");
        Certificates.trustingRoot();
    }

    @Test
    void timedOutWriteDoesNotWaitForTheFarewell() {
        TlsOptions patient = Certificates.trustingRoot().withShutdownLimit(Duration.ofDays(1));
        run(() -> {
            Pipe pipe = Pipe.open();
            var server = Task.start(() -> Tls.startServer(pipe.right(), Certificates.with("localhost")));
            var client = Tls.startClient(pipe.left(), "localhost", patient);
            server.await(); // and reads no more

            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> rondo.task.Timeout.timeout(Duration.ofMillis(1), () -> {
                        try (client) {
                            client.write(new byte[1 << 20]);
                        }
                    }));

            assertThat(client.closed()).isTrue();
        });
    }

    @Test
    void abortCutsACloseShortThatWaitsForTheFarewell() {
        TlsOptions patient = Certificates.trustingRoot().withShutdownLimit(Duration.ofDays(1));
        run(() -> {
            Pipe pipe = Pipe.open();
            var server = Task.start(() -> Tls.startServer(pipe.right(), Certificates.with("localhost")));
            var client = Tls.startClient(pipe.left(), "localhost", patient);
            server.await(); // and reads no more
            var writing = task(() -> client.write(new byte[1 << 20]));
            until(() -> writing.awaiting() != null);
            var closing = task(client::close);
            until(() -> closing.awaiting() != null);

            client.abort();

            closing.await();
            assertThatExceptionOfType(StreamClosedException.class).isThrownBy(() -> joined(writing));
            assertThatIOException().isThrownBy(() -> server.await().readAll());
        });
    }

    private static void joined(Task<?> task) throws IOException {
        task.await();
    }
}
