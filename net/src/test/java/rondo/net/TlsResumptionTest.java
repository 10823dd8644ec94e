package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.net.OnLoop.run;

import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.io.ByteStream;
import rondo.io.Pipe;
import rondo.io.StreamOptions;
import rondo.task.Task;

/// A session that both sides know is resumed: no certificate is sent and checked again (RFC 8446, section 2.2).
@Timeout(60)
final class TlsResumptionTest {
    private final CountingTrust ofServer = new CountingTrust();
    private final CountingTrust ofClient = new CountingTrust();
    private final TlsOptions server =
            Certificates.with("localhost", ofServer::around).withClientCertificate(ClientCertificate.NEEDED);
    private final TlsOptions client = Certificates.with("client", ofClient::around);
    private final List<SSLSession> sessions = new ArrayList<>();

    private void connect(String host, String version) throws Exception {
        Pipe pipe = Pipe.open();
        var serving = Task.start(() -> Tls.startServer(pipe.right(), server));
        TlsTransport transport = TlsTransport.client(pipe.left().detach(), host, 443, client);
        transport.engine().setEnabledProtocols(new String[] {version});
        try (ByteStream left = transport.start(StreamOptions.defaults());
                ByteStream right = serving.await()) {
            right.write("x"); // the ticket of TLS 1.3 comes before it
            left.readExactly(1);
            left.write("y");
            right.readExactly(1);
            sessions.add(session(left));
            sessions.add(session(right));
            assertThat(shown(right))
                    .isEqualTo(List.copyOf(Certificates.certificate("client").chain()));
        }
    }

    private static SSLSession session(ByteStream stream) {
        return Objects.requireNonNull(stream.extra(SSLSession.class));
    }

    private static List<Certificate> shown(ByteStream stream) {
        return Objects.requireNonNull(stream.extra(TlsInfo.class)).peerCertificates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void secondConnectionToAHostIsResumed(String version) {
        run(() -> {
            connect("localhost", version);
            connect("localhost", version);
            connect("localhost", version);

            assertThat(ofClient.checks()).isEqualTo(1);
            assertThat(ofServer.checks()).isEqualTo(1);
            assertThat(sessions.stream().map(SSLSession::getProtocol)).containsOnly(version);
            assertThat(sessions.get(4).getCreationTime())
                    .isEqualTo(sessions.get(0).getCreationTime());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void anotherHostsSessionIsNot(String version) {
        run(() -> {
            connect("localhost", version);
            connect("127.0.0.1", version); // the same server, and the same certificate

            assertThat(ofClient.checks()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void invalidatedSessionIsNot(String version) {
        run(() -> {
            connect("localhost", version);
            forget(client);
            connect("localhost", version);

            assertThat(ofClient.checks()).isEqualTo(2);
            assertThat(ofServer.checks()).isEqualTo(2);
        });
    }

    private static void forget(TlsOptions options) {
        var known = options.context().getClientSessionContext();
        for (byte[] id : java.util.Collections.list(known.getIds())) {
            SSLSession session = known.getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
    }
}
