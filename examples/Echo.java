// A TCP echo server. With a port it serves for ever: ./rondo run examples/Echo.java 7000, and then nc 127.0.0.1 7000.
// Without one it takes a free port, asks itself three things at once, and ends.
import static rondo.Rondo.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import rondo.io.ByteStream;
import rondo.net.Tcp;

/// Serves one connection; the server runs it in a task of its own.
void echo(ByteStream stream) throws IOException {
    for (ByteBuffer chunk = stream.readChunk(); chunk != null; chunk = stream.readChunk()) {
        stream.write(chunk); // suspends while the other side does not read
    }
}

String ask(int port, String question) throws IOException {
    try (var stream = Tcp.connect("127.0.0.1", port)) {
        stream.write(question + "\n");
        return stream.readLine();
    }
}

void main(String[] arguments) {
    run(() -> {
        int wanted = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
        try (var server = Tcp.serve(wanted, this::echo)) {
            int port = server.port();
            IO.println("listening on 127.0.0.1, port " + port);
            if (wanted == 0) {
                IO.println(gather(() -> ask(port, "one"), () -> ask(port, "two"), () -> ask(port, "three")));
            } else {
                server.serveForever();
            }
        }
    });
}
