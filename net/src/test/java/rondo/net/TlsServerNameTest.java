package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static rondo.net.OnLoop.run;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.io.ByteStream;
import rondo.io.Pipe;
import rondo.io.StreamOptions;
import rondo.task.Task;

/// A server with several certificates shows the one for the name that the client asks for.
@Timeout(60)
final class TlsServerNameTest {
    private static TlsCredentials credentials;
    private static TlsOptions server;

    @BeforeAll
    static void readKeys() { // before a loop runs: it takes long
        credentials = TlsCredentials.none()
                .withCertificate(Certificates.certificate("localhost"))
                .withCertificate(Certificates.certificate("first"))
                .withCertificate(Certificates.certificate("second"));
        server = TlsOptions.of(credentials);
        Certificates.trustingRoot();
    }

    /// {@return the common name of what the server shows to a client that asks for a host, by a version of TLS}
    private static String shownTo(String host, TlsOptions by, String version) throws Exception {
        Pipe pipe = Pipe.open();
        var serving = Task.start(() -> Tls.startServer(pipe.right(), by));
        TlsOptions options = Certificates.trustingRoot().withHostChecked(false);
        TlsTransport client = TlsTransport.client(pipe.left().detach(), host, 443, options);
        client.engine().setEnabledProtocols(new String[] {version});
        try (ByteStream left = client.start(StreamOptions.defaults());
                ByteStream right = serving.await()) {
            right.write("x");
            left.readExactly(1);
            var info = Objects.requireNonNull(left.extra(TlsInfo.class));
            var shown = (X509Certificate) info.peerCertificates().getFirst();
            return shown.getSubjectX500Principal().getName();
        } catch (SSLHandshakeException e) {
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> serving.await(SSLHandshakeException.class));
            throw e;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, CN=localhost",
        "first.test, CN=first",
        "FIRST.test, CN=first",
        "first.test., CN=first",
        "www.first.test, CN=first",
        "a.www.first.test, CN=localhost", // a wildcard is for one label
        "second.test, CN=second", // of another kind than the first: RSA
        "www.second.test, CN=localhost",
        "unknown.test, CN=localhost",
        "127.0.0.1, CN=localhost", // an address is no name to ask for
        "under_score.test, CN=localhost",
    })
    void nameAskedForChoosesTheCertificate(String host, String shown) {
        run(() -> {
            assertThat(shownTo(host, server, "TLSv1.3")).isEqualTo(shown);
            assertThat(shownTo(host, server, "TLSv1.2")).isEqualTo(shown);
        });
    }

    @Test
    void clientThatKnowsOneKindOfKeyGetsOneOfThat() {
        run(() -> {
            Pipe pipe = Pipe.open();
            var serving = Task.start(() -> Tls.startServer(pipe.right(), server));
            TlsTransport client = TlsTransport.client(
                    pipe.left().detach(),
                    "unknown.test",
                    443,
                    Certificates.trustingRoot().withHostChecked(false));
            client.engine().setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}); // TLS 1.2
            try (var left = client.start(StreamOptions.defaults());
                    var _ = serving.await()) {
                var info = Objects.requireNonNull(left.extra(TlsInfo.class));
                assertThat(info.peerCertificates().getFirst())
                        .isEqualTo(Certificates.certificate("second").chain().getFirst());
            }
        });
    }

    @Test
    void serverThatGoesByItsNamesRefusesOthers() {
        run(() -> {
            TlsOptions strict = server.withServerNames(credentials.names());
            assertThat(strict.serverNames()).containsExactly("localhost", "first.test", "*.first.test", "second.test");

            assertThat(shownTo("www.first.test", strict, "TLSv1.3")).isEqualTo("CN=first");
            assertThat(shownTo("127.0.0.1", strict, "TLSv1.3")).isEqualTo("CN=localhost"); // asks for none

            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                assertThatExceptionOfType(SSLHandshakeException.class)
                        .isThrownBy(() -> shownTo("unknown.test", strict, version))
                        .withMessageContaining("the server does not go by the name that was asked for");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "*x.test", "a.*.test", "*.*.test", "f*.test"})
    void namesAreChecked(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.withServerNames(List.of("good.test", name)))
                .withMessageContaining("the server name \"" + name + "\"");
    }
}
