package rondo.net;

import rondo.Rondo;
import rondo.task.Task;
import rondo.task.VoidBody;

/// An echo server for many connections, for a process of its own; it tells what it uses.
final class EchoLoadProgram {
    private static final int LIMIT = 20_000;

    private EchoLoadProgram() {}

    /// Runs it.
    public static void main(String[] arguments) {
        var options = ServerOptions.defaults().withConnectionLimit(LIMIT);
        Rondo.run(() -> {
            try (var server = Tcp.serve("127.0.0.1", 0, EchoProgram::echo, options)) {
                Task.start(VoidBody.awaitable(() -> Usage.tell(server)));
                System.out.println("PORT " + server.port());
                server.serveForever();
            }
        });
    }
}
