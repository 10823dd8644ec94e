package rondo.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static rondo.net.OnLoop.run;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.io.ByteStream;
import rondo.io.Pipe;
import rondo.task.Task;

/// What a refusal does to its server and its connection, and what is not to be refused. What is: [TlsRefusalTest].
@Timeout(60)
final class TlsFailureTest {
    private static final Resolver HERE = host -> List.of(InetAddress.ofLiteral("127.0.0.1"));

    @BeforeAll
    static void readKeys() { // before a loop runs: it takes long
        for (String name : List.of("localhost", "elsewhere", "wildcard", "commononly", "unknown")) {
            Certificates.with(name);
        }
        Certificates.trustingRoot();
    }

    private static ByteStream connect(String host, Server server, TlsOptions options) throws IOException {
        return Tls.connect(host, server.port(), TcpOptions.defaults().withResolver(HERE), options);
    }

    // --- what a refusal does ---------------------------------------------------------------------

    @Test
    void refusedClientIsNotServedAndTheServerGoesOn() {
        run(() -> {
            var reports = OnLoop.reports();
            var served = new ArrayList<byte[]>();
            StreamHandler handler = stream -> served.add(stream.readExactly(1));
            TlsOptions options = Certificates.with("localhost").withClientCertificate(ClientCertificate.NEEDED);
            try (var server = Tls.serve("127.0.0.1", 0, handler, ServerOptions.defaults(), options)) {
                assertThatIOException().isThrownBy(() -> {
                    try (var stream = connect("localhost", server, Certificates.trustingRoot())) {
                        stream.write("x");
                        stream.readExactly(1); // TLS 1.3 says so only now
                    }
                });
                try (var stream = connect("localhost", server, Certificates.with("localhost"))) {
                    stream.write("y");
                    assertThat(stream.readAll()).isEmpty();
                }
                OnLoop.until(() -> server.connections() == 0);
            }
            assertThat(served).containsExactly("y".getBytes(UTF_8));
            assertThat(reports).isEmpty();
        });
    }

    @Test
    void refusedServerGetsNothingFromTheClient() {
        run(() -> {
            var served = new ArrayList<byte[]>();
            StreamHandler handler = stream -> served.add(stream.readExactly(1));
            try (var server =
                    Tls.serve("127.0.0.1", 0, handler, ServerOptions.defaults(), Certificates.with("commononly"))) {
                assertThatExceptionOfType(SSLHandshakeException.class)
                        .isThrownBy(() -> connect("localhost", server, Certificates.trustingRoot()))
                        .withMessageStartingWith("the TLS handshake with localhost failed: ");
                OnLoop.until(() -> server.connections() == 0);
            }
            assertThat(served).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closeBelowEndsAHandshakeThatWaits(boolean overSockets) {
        run(() -> {
            try (var server = Tcp.serve(0, stream -> stream.readAll())) {
                ByteStream below = overSockets
                        ? Tcp.connect("127.0.0.1", server.port())
                        : Pipe.open().left();
                var handshake = Task.start(() -> Tls.startClient(below, "localhost", Certificates.trustingRoot()));
                OnLoop.until(() -> handshake.awaiting() != null);

                below.close();

                assertThatExceptionOfType(SSLHandshakeException.class)
                        .isThrownBy(() -> handshake.await(IOException.class))
                        .withMessageContaining("this side has closed the connection");
            }
        });
    }

    @Test
    void handshakeOverAnOutputThatWasShutDownSaysSo() {
        run(() -> {
            try (var server = Tcp.serve(0, ByteStream::readAll)) {
                ByteStream below = Tcp.connect("127.0.0.1", server.port());
                below.shutdownOutput();

                assertThatExceptionOfType(SSLHandshakeException.class)
                        .isThrownBy(() -> Tls.startClient(below, "localhost", Certificates.trustingRoot()))
                        .withMessageContaining("this side has closed the connection, or shut down its output");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void connectionIsClosedBeneathAFailedHandshake(boolean asClient) {
        run(() -> {
            Pipe pipe = Pipe.open();
            pipe.right().write("HTTP/1.1 400 Bad Request\r\n\r\n");

            assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> {
                if (asClient) {
                    Tls.startClient(pipe.left(), "localhost", Certificates.trustingRoot());
                } else {
                    Tls.startServer(pipe.left(), Certificates.with("localhost"));
                }
            });

            pipe.right().readAll(); // an alert, and the end
        });
    }

    // --- what is not refused ---------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "wildcard, a.example.test",
        "wildcard, A.EXAMPLE.test.",
        "localhost, localhost",
        "localhost, 127.0.0.1",
        "elsewhere, ELSEWHERE.test"
    })
    void clientTakesTheCertificate(String certificate, String host) {
        run(() -> {
            StreamHandler handler = stream -> stream.write("x");
            try (var server = Tls.serve(
                            "127.0.0.1", 0, handler, ServerOptions.defaults(), Certificates.with(certificate));
                    var stream = connect(host, server, Certificates.trustingRoot())) {
                assertThat(stream.readExactly(1)).hasSize(1);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"elsewhere", "commononly"})
    void clientThatDoesNotCheckTheHostStillChecksTheRest(String certificate) {
        run(() -> {
            TlsOptions unchecked = Certificates.trustingRoot().withHostChecked(false);
            Pipe pipe = Pipe.open();
            var server = Task.start(() -> Tls.startServer(pipe.right(), Certificates.with(certificate)));
            try (var left = Tls.startClient(pipe.left(), "localhost", unchecked);
                    var right = server.await()) {
                right.write("x");
                assertThat(left.readExactly(1)).hasSize(1);
            }

            Pipe other = Pipe.open();
            var stranger = OnLoop.task(() -> Tls.startServer(other.right(), Certificates.with("unknown")));
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> Tls.startClient(other.left(), "localhost", unchecked))
                    .withMessageContaining("nobody who is trusted");
            assertThatIOException().isThrownBy(() -> stranger.await(IOException.class));
        });
    }

    @Test
    void sessionOfAClientThatDoesNotCheckTheHostIsNotResumedByOneThatDoes() {
        run(() -> {
            TlsOptions checked = Certificates.with("client", managers -> managers);
            for (TlsOptions options : List.of(checked.withHostChecked(false), checked)) {
                Pipe pipe = Pipe.open();
                var server = Task.start(() -> Tls.startServer(pipe.right(), Certificates.with("elsewhere")));
                if (options.hostChecked()) {
                    assertThatExceptionOfType(SSLHandshakeException.class)
                            .isThrownBy(() -> Tls.startClient(pipe.left(), "localhost", options))
                            .withMessageContaining("for another host");
                    assertThatIOException().isThrownBy(() -> server.await(IOException.class));
                } else {
                    try (var left = Tls.startClient(pipe.left(), "localhost", options);
                            var right = server.await()) {
                        right.write("x"); // after the ticket
                        left.readExactly(1);
                    }
                }
            }
        });
    }

    @Test
    void everyClientEngineChecksTheHost() {
        run(() -> {
            try (var pipe = Pipe.open()) {
                TlsTransport client =
                        TlsTransport.client(pipe.left().detach(), "localhost", 1, Certificates.trustingRoot());

                assertThat(client.engine().getSSLParameters().getEndpointIdentificationAlgorithm())
                        .isEqualTo("HTTPS");
                assertThat(client.engine().getSSLParameters().getProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
            }
        });
    }

    // --- the edges of the secured part -----------------------------------------------------------

    @Test
    void plainTextInjectedBeforeTheHandshakeIsNotTakenForSecured() { // CVE-2011-0411's kind
        run(() -> {
            Pipe pipe = Pipe.open();
            pipe.left().write("STARTTLS\nRCPT TO:<evil>\n");
            assertThat(pipe.right().readLine()).isEqualTo("STARTTLS");

            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> Tls.startServer(pipe.right(), Certificates.with("localhost")))
                    .withMessageContaining("does not speak TLS");
        });
    }

    @Test
    void endWithoutTheFarewellPassesIfItIsToldTo() {
        run(() -> {
            try (var middle = Tampering.between(
                    Certificates.with("localhost"), Certificates.trustingRoot().withRequireEnd(false))) {
                middle.changeFromServer("part", record -> record);

                assertThat(middle.client().readAll()).asString(UTF_8).isEqualTo("part");
            }
        });
    }
}
