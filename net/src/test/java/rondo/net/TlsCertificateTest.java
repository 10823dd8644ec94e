package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static rondo.net.OnLoop.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLKeyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.io.Pipe;
import rondo.io.Threads;
import rondo.loop.EventLoop;
import rondo.task.Task;

/// Certificates and keys from PEM files, and what is said of those that cannot be used.
@Timeout(60)
final class TlsCertificateTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path chain(String name) throws IOException {
        return file(name + ".pem", Certificates.chainPem(name));
    }

    private Path key(String name) throws IOException {
        return file(name + ".key", Certificates.keyPem(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "below", "edwards"}) // EC, RSA with an authority in between, Ed25519
    void handshakeWithCertificatesFromFiles(String name) throws IOException {
        Path chain = chain(name);
        Path key = key(name);
        Path root = file("root.pem", Certificates.certificatePem("root"));

        run(() -> {
            TlsOptions server = TlsOptions.of(TlsCredentials.none().withCertificate(chain, key));
            TlsOptions client = TlsOptions.of(TlsCredentials.none().withTrusted(root));
            Pipe pipe = Pipe.open();
            var serving = Task.start(() -> Tls.startServer(pipe.right(), server));
            try (var left = Tls.startClient(pipe.left(), "localhost", client);
                    var right = serving.await()) {
                right.write("x");
                assertThat(left.readExactly(1)).hasSize(1);
            }
        });
    }

    @Test
    void clientProvesItselfWithACertificateFromFiles() throws IOException {
        Path root = file("root.pem", Certificates.certificatePem("root"));
        TlsCredentials trusting = TlsCredentials.none().withTrusted(root); // outside a run

        TlsOptions server = TlsOptions.of(trusting.withCertificate(chain("localhost"), key("localhost")))
                .withClientCertificate(ClientCertificate.NEEDED);
        TlsOptions client = TlsOptions.of(trusting.withCertificate(chain("client"), key("client")));

        run(() -> {
            Pipe pipe = Pipe.open();
            var serving = Task.start(() -> Tls.startServer(pipe.right(), server));
            try (var left = Tls.startClient(pipe.left(), "localhost", client);
                    var right = serving.await()) {
                left.write("x");
                assertThat(right.readExactly(1)).hasSize(1);
                assertThat(Objects.requireNonNull(right.extra(TlsInfo.class)).peerCertificates())
                        .isEqualTo(
                                List.copyOf(Certificates.certificate("client").chain()));
            }
        });
    }

    @Test
    void oneFileMayHoldBothAndOtherTextToo() throws IOException {
        String all = "Bag Attributes: none\n" + Certificates.keyPem("below") + "\nsubject=CN = below\n"
                + Certificates.chainPem("below");
        Path both = file("both.pem", all.replace("\n", "\r\n"));

        TlsCertificate certificate = TlsCertificate.read(both, both);

        assertThat(certificate.chain()).hasSize(3);
        assertThat(certificate.chain().getFirst().getSubjectX500Principal().getName())
                .isEqualTo("CN=below");
        assertThat(certificate.key().getAlgorithm()).isEqualTo("RSA");
    }

    @Test
    void descriptionSaysNothingOfTheKey() {
        assertThat(Certificates.certificate("below"))
                .asString()
                .matches("TlsCertificate\\[CN=below, until [-0-9T:Z]+]");
        TlsCertificate below = Certificates.certificate("below");
        TlsCredentials credentials = TlsCredentials.none()
                .withCertificate(below)
                .withTrusted(List.of(below.chain().getLast()));
        assertThat(credentials)
                .asString()
                .startsWith("TlsCredentials[certificates=[TlsCertificate[CN=below, until ")
                .endsWith("], trusted=[CN=root]]");
        assertThat(TlsCredentials.none()).asString().contains("trusted=whom the system trusts");
    }

    // --- what cannot be used ---------------------------------------------------------------------

    @Test
    void missingFileIsNamed() throws IOException {
        Path missing = folder.resolve("missing.pem");
        Path chain = chain("localhost");

        for (var each : List.<HelperThread.Work<?, IOException>>of(
                () -> TlsCertificate.read(missing, chain),
                () -> TlsCertificate.read(chain, missing),
                () -> TlsCredentials.none().withTrusted(missing))) {
            assertThatExceptionOfType(NoSuchFileException.class)
                    .isThrownBy(each::call)
                    .withMessageContaining("missing.pem")
                    .withMessageContaining("there is no such file");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RSA PRIVATE KEY       | older form PKCS #1
            EC PRIVATE KEY        | older form SEC 1
            ENCRYPTED PRIVATE KEY | is encrypted
            DSA PRIVATE KEY       | (DSA PRIVATE KEY) is of an unknown form
            """)
    void keyOfAnotherFormSaysHowToConvertIt(String label, String why) throws IOException {
        Path key = file("old.key", Certificates.keyPem("below").replace("PRIVATE KEY", label));

        assertRefused(chain("below"), key, "old.key", why, "openssl pkcs8 -topk8 -nocrypt -in KEY.pem -out KEY8.pem");
    }

    @Test
    void keyOfAnotherCertificateIsRefused() throws IOException {
        assertRefused(
                chain("localhost"), key("client"), "client.key", "is not that of the certificate of CN=localhost");
        assertRefused(chain("localhost"), key("below"), "the private key (RSA)", "(EC)");
        assertRefused(chain("below"), key("second"), "second.key", "is not that of the certificate of CN=below");
        assertRefused(chain("edwards"), key("localhost"), "localhost.key", "CN=edwards");
    }

    @Test
    void chainInAnotherOrderIsRefused() throws IOException {
        Path turned = file("turned.pem", Certificates.certificatePem("root") + Certificates.certificatePem("below"));

        assertRefused(
                turned,
                key("below"),
                "certificate 2 of the chain is that of CN=below",
                "which has not issued the one before it");
    }

    @Test
    void filesThatAreSomethingElseSaySo() throws IOException {
        Path chain = chain("localhost");
        Path key = key("localhost");
        Path text = file("notes.txt", "nothing of the kind");

        assertRefused(text, key, "notes.txt has no block CERTIFICATE, nor any other: it is no PEM file");
        assertRefused(chain, text, "notes.txt has no block PRIVATE KEY, nor any other: it is no PEM file");
        assertRefused(key, key, "localhost.key has no block CERTIFICATE; it has [PRIVATE KEY]");
        assertRefused(chain, chain, "localhost.pem has no block PRIVATE KEY; it has [CERTIFICATE, CERTIFICATE]");
        Files.write(text, Certificates.certificate("localhost").key().getEncoded()); // binary, as DER is
        assertRefused(chain, text, "notes.txt has no block PRIVATE KEY, nor any other: it is no PEM file");
    }

    @Test
    void garbledFilesSayWhere() throws IOException {
        Path chain = chain("localhost");
        String keyText = Certificates.keyPem("localhost");
        Path cut = file("cut.key", keyText.substring(0, keyText.length() / 2));
        Path early = file("early.key", "-----BEGIN PRIVATE");
        Path spoilt = file("spoilt.key", keyText.replace("\n", "\n?"));
        Path other = file("other.key", keyText.replaceFirst("(?<=KEY-----\n)[A-Za-z]{8}", "AAAAAAAA"));
        Path spoiltChain =
                file("spoilt.pem", Certificates.chainPem("localhost").replaceFirst("(?<=\n)[A-Za-z]{8}", "AAAAAAAA"));

        assertRefused(chain, cut, "cut.key is cut off: it has no line -----END PRIVATE KEY-----");
        assertRefused(chain, early, "early.key is cut off within its last line -----BEGIN");
        assertRefused(chain, spoilt, "spoilt.key is garbled in its block PRIVATE KEY");
        assertRefused(chain, other, "other.key is garbled, or of none of the kinds [RSA, EC, EdDSA]");
        assertRefused(spoiltChain, key("localhost"), "spoilt.pem is garbled in its block CERTIFICATE");
    }

    private static void assertRefused(Path chain, Path key, String... why) {
        assertThatExceptionOfType(SSLKeyException.class)
                .isThrownBy(() -> TlsCertificate.read(chain, key))
                .satisfies(e -> assertThat(e.getMessage()).contains(why).doesNotContain("MII"));
    }

    @Test
    void emptyListsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TlsCertificate(
                        List.of(), Certificates.certificate("localhost").key()))
                .withMessageContaining("the chain is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsCredentials.none().withTrusted(List.of()))
                .withMessageContaining("trusted is empty");
    }

    @Test
    void readingInATaskIsOnAHelperThread() throws IOException {
        Path chain = chain("localhost");
        Path key = key("localhost");

        run(() -> {
            var threads = new AtomicInteger();
            Threads.defaultExecutor(
                    EventLoop.current(),
                    Executors.newSingleThreadExecutor(job -> new Thread(job, "helper-" + threads.incrementAndGet())));

            assertThat(TlsCertificate.read(chain, key).chain()).hasSize(2);

            assertThat(threads).hasValue(1);
        });
    }
}
