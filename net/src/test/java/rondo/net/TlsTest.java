package rondo.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static rondo.net.OnLoop.run;
import static rondo.net.OnLoop.task;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.io.ByteStream;
import rondo.io.Pipe;
import rondo.io.StreamClosedException;
import rondo.task.Task;

/// What TLS agrees upon, and TLS over a connection that exists.
@Timeout(60)
final class TlsTest {
    @BeforeAll
    static void readKeys() { // before a loop runs: it takes long
        Certificates.with("localhost");
        Certificates.with("client");
        Certificates.trustingRoot();
    }

    private static Server serve(StreamHandler handler, TlsOptions options) throws Exception {
        return Tls.serve("127.0.0.1", 0, handler, options);
    }

    private static ByteStream connect(Server server, TlsOptions options) throws Exception {
        return Tls.connect("127.0.0.1", server.port(), options);
    }

    private static TlsInfo info(ByteStream stream) {
        return Objects.requireNonNull(stream.extra(TlsInfo.class));
    }

    @Test
    void newestVersionIsSpoken() {
        run(() -> {
            try (var server = serve(stream -> stream.write("secret\n"), Certificates.with("localhost"));
                    var client = connect(server, Certificates.trustingRoot())) {
                assertThat(client.readLine()).isEqualTo("secret");
                assertThat(info(client).protocol()).isEqualTo("TLSv1.3");
                assertThat(info(client).cipherSuite()).startsWith("TLS_");
                assertThat(info(client).peerCertificates()).hasSize(2);
                assertThat(client).asString().contains("TLS over");
                assertThat(client.remoteAddress()).isEqualTo(server.addresses().getFirst());
            }
        });
    }

    @Test
    void plainStreamKnowsNothingOfTls() {
        run(() -> {
            try (var pipe = Pipe.open()) {
                assertThat(pipe.left().extra(TlsInfo.class)).isNull();
            }
        });
    }

    @Test
    void applicationProtocolIsTheServersFirstThatTheClientOffers() {
        run(() -> {
            var seen = new AtomicReference<@Nullable String>();
            try (var server = serve(
                            stream -> {
                                seen.set(info(stream).applicationProtocol());
                                stream.write("x");
                            },
                            Certificates.with("localhost").withApplicationProtocols("h2", "http/1.1"));
                    var client =
                            connect(server, Certificates.trustingRoot().withApplicationProtocols("http/1.1", "h2"))) {
                assertThat(client.readAll()).hasSize(1);
                assertThat(info(client).applicationProtocol()).isEqualTo("h2");
                assertThat(seen.get()).isEqualTo("h2");
            }
        });
    }

    @Test
    void serverSeesTheClientsCertificate() {
        run(() -> {
            var options = Certificates.with("localhost").withClientCertificate(ClientCertificate.NEEDED);
            try (var server = serve(
                            stream ->
                                    stream.write(info(stream).peerCertificates().size() + " certificates"),
                            options);
                    var client = connect(server, Certificates.with("client"))) {
                assertThat(client.readAll()).asString(UTF_8).isEqualTo("2 certificates");
            }
        });
    }

    @Test
    void wantedCertificateMayBeMissing() {
        run(() -> {
            var options = Certificates.with("localhost").withClientCertificate(ClientCertificate.WANTED);
            try (var server = serve(
                            stream ->
                                    stream.write(info(stream).peerCertificates().size() + " certificates"),
                            options);
                    var client = connect(server, Certificates.trustingRoot())) {
                assertThat(client.readAll()).asString(UTF_8).isEqualTo("0 certificates");
            }
        });
    }

    @Test
    void liveStreamIsSecured() { // STARTTLS
        run(() -> {
            StreamHandler server = stream -> {
                assertThat(stream.readLine()).isEqualTo("STARTTLS");
                stream.write("go ahead\n");
                try (var secured = Tls.startServer(stream, Certificates.with("localhost"))) {
                    secured.write("secured " + secured.readLine() + "\n");
                }
            };
            try (var listening = Tcp.serve(0, server);
                    var plain = Tcp.connect("127.0.0.1", listening.port())) {
                plain.write("STARTTLS\n");
                assertThat(plain.readLine()).isEqualTo("go ahead");
                try (var secured = Tls.startClient(plain, "localhost", Certificates.trustingRoot())) {
                    secured.write("word\n");
                    assertThat(secured.readLine()).isEqualTo("secured word");
                }
                assertThatExceptionOfType(StreamClosedException.class)
                        .isThrownBy(() -> plain.write("x"))
                        .withMessageContaining("given to another layer");
            }
        });
    }

    @Test
    void tlsRunsOverAnyStream() {
        run(() -> {
            Pipe pipe = Pipe.open();
            var server = Task.start(() -> Tls.startServer(pipe.right(), Certificates.with("localhost")));
            try (var left = Tls.startClient(pipe.left(), "localhost", Certificates.trustingRoot());
                    var right = server.await()) {
                byte[] much = new byte[1 << 20];
                Arrays.fill(much, (byte) 7);
                var writer = task(() -> left.write(much));

                assertThat(right.readExactly(much.length)).isEqualTo(much);

                writer.await();
            }
        });
    }

    @Test
    void bytesThatCameWithTheHandshakeAreNotLost() {
        run(() -> {
            Pipe pipe = Pipe.open();
            var client = Task.start(() -> {
                pipe.left().write("hello\n");
                return Tls.startClient(pipe.left(), "localhost", Certificates.trustingRoot());
            });
            rondo.Rondo.sleep(Duration.ZERO);
            rondo.Rondo.sleep(Duration.ZERO);
            assertThat(pipe.right().readLine()).isEqualTo("hello"); // and a piece of the handshake with it

            try (var right = Tls.startServer(pipe.right(), Certificates.with("localhost"));
                    var left = client.await()) {
                right.write("x");
                assertThat(left.readExactly(1)).hasSize(1);
            }
        });
    }

    @Test
    void optionsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Certificates.trustingRoot().withHandshakeLimit(Duration.ZERO))
                .withMessageContaining("handshakeLimit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Certificates.trustingRoot().withShutdownLimit(Duration.ofMillis(-1)))
                .withMessageContaining("shutdownLimit");
        for (String protocol : new String[] {"", "x".repeat(256)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Certificates.trustingRoot().withApplicationProtocols("h2", protocol))
                    .withMessageContaining("has " + protocol.length() + " bytes; ALPN has room for 1 to 255");
        }
        assertThat(TlsOptions.defaults().requireEnd()).isTrue();
        assertThat(TlsOptions.defaults().handshakeLimit()).isEqualTo(Duration.ofSeconds(60));
    }
}
