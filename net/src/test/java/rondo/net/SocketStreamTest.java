package rondo.net;

import rondo.io.StreamOptions;
import rondo.testkit.junit.StreamContract;

/// TCP connections keep the streams' contract.
final class SocketStreamTest extends StreamContract {
    @Override
    protected Pair connect(StreamOptions options) throws Exception {
        var accepted = new Accepted();
        var serving = ServerOptions.defaults().withStream(options);
        try (var server = Tcp.serve("127.0.0.1", 0, accepted, serving)) {
            var connecting = TcpOptions.defaults().withStream(options);
            return new Pair(Tcp.connect("127.0.0.1", server.port(), connecting), accepted.next());
        }
    }
}
