package rondo.net;

import java.io.IOException;
import java.time.Duration;
import rondo.Rondo;
import rondo.io.ByteStream;
import rondo.task.CancelledError;
import rondo.task.SignalInterrupt;
import rondo.task.Sleep;

/// A server, for a process of its own, whose requests take as long as they say: each line is a number of milliseconds,
/// and the same line is the answer. Told to end, it lets them end for a while, and prints what became of them.
final class WorkProgram {
    private static final Duration GRACE = Duration.ofMillis(300);

    private final Server server;
    private int begun;
    private int answered;
    private int cancelled;

    private WorkProgram() throws IOException {
        server = Tcp.serve(0, this::serve);
    }

    /// Runs it.
    public static void main(String[] arguments) {
        try {
            Rondo.run(() -> new WorkProgram().work());
        } catch (SignalInterrupt e) {
            System.exit(e.exitCode());
        }
    }

    private void work() {
        System.out.println("PORT " + server.port());
        try {
            server.waitClosed();
        } finally {
            server.closeWithin(GRACE);
            System.out.printf("begun=%d answered=%d cancelled=%d%n", begun, answered, cancelled);
        }
    }

    private void serve(ByteStream stream) throws IOException {
        for (String line = stream.readLine(); line != null; line = server.closed() ? null : stream.readLine()) {
            begun++;
            try {
                Sleep.sleep(Duration.ofMillis(Long.parseLong(line)));
                stream.write(line + "\n");
                answered++;
            } catch (CancelledError e) {
                cancelled++;
                throw e;
            }
        }
    }
}
