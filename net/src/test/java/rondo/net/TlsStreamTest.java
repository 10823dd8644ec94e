package rondo.net;

import org.junit.jupiter.api.BeforeAll;
import rondo.io.ByteStream;
import rondo.io.StreamOptions;
import rondo.testkit.junit.StreamContract;

/// TLS connections keep the streams' contract, but for the half-closed stream, which the library does not
/// have.
final class TlsStreamTest extends StreamContract {
    @BeforeAll
    static void readKeys() { // before a loop runs: it takes long
        Certificates.with("localhost");
        Certificates.trustingRoot();
    }

    @Override
    protected Pair connect(StreamOptions options) throws Exception {
        var accepted = new Accepted();
        var serving = ServerOptions.defaults().withStream(options);
        try (var server = Tls.serve("127.0.0.1", 0, accepted, serving, Certificates.with("localhost"))) {
            var connecting = TcpOptions.defaults().withStream(options);
            ByteStream left = Tls.connect("127.0.0.1", server.port(), connecting, Certificates.trustingRoot());
            return new Pair(left, accepted.next());
        }
    }

    @Override
    protected boolean endsOneDirection() {
        return false;
    }
}
