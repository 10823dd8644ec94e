package rondo.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import rondo.io.ByteStream;
import rondo.net.ServerOptions;
import rondo.net.Tcp;

/// The server of the peers' `echo` workload, from streams: a coroutine a connection.
final class EchoServer {
    private EchoServer() {}

    static void serve() throws IOException {
        var options = ServerOptions.defaults().withBacklog(PeersListener.BACKLOG);
        try (var server = Tcp.serve("127.0.0.1", 0, EchoServer::echo, options)) {
            System.out.println("PORT " + server.port());
            server.serveForever();
        }
    }

    static void echo(ByteStream stream) throws IOException {
        for (ByteBuffer chunk = stream.readChunk(); chunk != null; chunk = stream.readChunk()) {
            stream.write(chunk);
        }
    }
}
