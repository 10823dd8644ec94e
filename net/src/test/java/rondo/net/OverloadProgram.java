package rondo.net;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import rondo.Rondo;
import rondo.io.ByteStream;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;

/// A server that refuses what is beyond its limit, for a process of its own. A connection is a request: a line, after
/// which the server waits for a while, as for a database, works for a while, and answers with a line. It tells what
/// it uses.
final class OverloadProgram {
    private final Duration wait;
    private final byte[] work = new byte[1 << 20];
    private final int times;

    private OverloadProgram(Duration wait, int times) {
        this.wait = wait;
        this.times = times;
    }

    /// Runs it.
    ///
    /// @param arguments the limit of connections, the wait in ms, how often a MiB is digested
    public static void main(String[] arguments) {
        var options = ServerOptions.defaults()
                .withConnectionLimit(Integer.parseInt(arguments[0]))
                .withExcess(Excess.IS_REFUSED);
        var program =
                new OverloadProgram(Duration.ofMillis(Long.parseLong(arguments[1])), Integer.parseInt(arguments[2]));
        Rondo.run(() -> {
            try (var server = Tcp.serve("127.0.0.1", 0, program::serve, options)) {
                Task.start(VoidBody.awaitable(() -> Usage.tell(server)));
                System.out.println("PORT " + server.port());
                server.serveForever();
            }
        });
    }

    private void serve(ByteStream stream) throws IOException, NoSuchAlgorithmException {
        stream.readLine();
        Sleep.sleep(wait);
        var digest = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < times; i++) {
            digest.update(work);
        }
        stream.write(Byte.toUnsignedInt(digest.digest()[0]) + "\n");
    }
}
