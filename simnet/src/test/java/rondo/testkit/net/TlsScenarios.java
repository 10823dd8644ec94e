package rondo.testkit.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import rondo.Rondo;
import rondo.io.ByteStream;
import rondo.net.StreamHandler;
import rondo.net.Tls;
import rondo.net.TlsOptions;
import rondo.sync.Queue;
import rondo.testkit.Scenario;

/// Scenarios of TLS over simulated connections.
final class TlsScenarios {
    private static final Path CERTIFICATES = Path.of("..", "net", "src", "test", "resources", "rondo", "net");
    private static final char[] PASSWORD = "secret".toCharArray();

    /// As much as leaves no room in the window for the farewell: the JDK makes it 152 bytes more, and the farewell 40.
    static final int ALL_BUT_FULL = Direction.WINDOW - 152 - 8;

    private TlsScenarios() {}

    static Map<String, Scenario<?>> all() {
        return Map.of(
                "TLS, a client", with(TlsScenarios::answer, TlsScenarios::ask),
                "TLS, a server", with(TlsScenarios::askLater, TlsScenarios::answerOne),
                "TLS, close", with(TlsScenarios::takeLate, TlsScenarios::writeAndClose),
                "TLS, shutdownOutput", with(TlsScenarios::takeLate, TlsScenarios::writeAndShutDown));
    }

    /// A world, and a session of both sides that is new in each run: one that is resumed has other awaits.
    record Secured(World world, TlsOptions client, TlsOptions server) {
        static Secured open() throws GeneralSecurityException, IOException {
            return new Secured(World.open(), TlsOptions.of(context("root")), TlsOptions.of(context("localhost")));
        }

        void serve(StreamHandler handler) throws IOException {
            World.closeLater(world.far().serve("server", 7, handler));
        }

        ByteStream connect() throws IOException {
            return Tls.startClient(world.near().connect("server", 7), "localhost", client);
        }
    }

    private static Scenario<Secured> with(Scenario.Part<Secured> other, Scenario.Part<Secured> body) {
        return new Scenario<>(
                () -> {
                    Secured secured = Secured.open();
                    other.run(secured);
                    return secured;
                },
                body,
                secured -> secured.world().check());
    }

    // --- the handshake ---------------------------------------------------------------------------

    private static void answer(Secured secured) throws IOException {
        secured.serve(stream -> {
            try (var above = Tls.startServer(stream, secured.server())) {
                World.echo(above);
            }
        });
    }

    private static void ask(Secured secured) throws IOException {
        try (var stream = secured.connect()) {
            World.ask(stream);
        }
    }

    private static void askLater(Secured secured) {
        Rondo.createTask("client", () -> {
            Rondo.sleep(World.SOON);
            try (var stream = secured.connect()) {
                stream.write("hello\n");
                stream.readLine();
            } catch (IOException e) {
                // the server was interrupted
            }
        });
    }

    /// The connection's task hands its stream to the subject.
    private static void answerOne(Secured secured) throws Exception {
        var accepted = new Queue<ByteStream>();
        try (var _ = secured.world().far().serve("server", 7, stream -> {
            accepted.put(stream);
            Rondo.sleep(World.LONG);
        })) {
            try (var plain = accepted.get();
                    var above = Tls.startServer(plain, secured.server())) {
                World.echo(above);
            }
        }
    }

    // --- the end ---------------------------------------------------------------------------------

    private static void takeLate(Secured secured) throws IOException {
        secured.serve(stream -> {
            try (var above = Tls.startServer(stream, secured.server())) {
                Rondo.sleep(World.SOON.multipliedBy(2));
                above.readAll();
            }
        });
    }

    private static void writeAndClose(Secured secured) throws IOException {
        try (var stream = secured.connect()) {
            Rondo.sleep(World.SOON); // the other side has taken in the end of the handshake
            stream.write(new byte[ALL_BUT_FULL]);
        }
    }

    private static void writeAndShutDown(Secured secured) throws IOException {
        try (var stream = secured.connect()) {
            Rondo.sleep(World.SOON);
            stream.write(new byte[ALL_BUT_FULL]);
            stream.shutdownOutput();
        }
    }

    // --- certificates ----------------------------------------------------------------------------

    private static SSLContext context(String own) throws GeneralSecurityException, IOException {
        var keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store(own), PASSWORD);
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", store("root").getCertificate("key"));
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(String name) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(CERTIFICATES.resolve(name + ".p12"))) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
