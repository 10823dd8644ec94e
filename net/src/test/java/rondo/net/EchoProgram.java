package rondo.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import rondo.Rondo;
import rondo.io.ByteStream;

/// An echo server, for a process of its own.
final class EchoProgram {
    private EchoProgram() {}

    /// Runs it.
    public static void main(String[] arguments) {
        Rondo.run(() -> {
            try (var server = Tcp.serve(0, EchoProgram::echo)) {
                System.out.println("PORT " + server.port());
                server.serveForever();
            }
        });
    }

    static void echo(ByteStream stream) throws IOException {
        for (ByteBuffer chunk = stream.readChunk(); chunk != null; chunk = stream.readChunk()) {
            stream.write(chunk);
        }
    }
}
