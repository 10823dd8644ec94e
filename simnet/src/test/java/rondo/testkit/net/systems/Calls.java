package rondo.testkit.net.systems;

import static java.nio.charset.StandardCharsets.UTF_8;
import static rondo.Rondo.timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import rondo.io.ByteStream;
import rondo.testkit.net.Host;

/// Questions of one line, each over a connection of its own, and answers of one line.
final class Calls {
    private static final int PORT = 7;

    private Calls() {}

    /// What a server answers.
    @FunctionalInterface
    interface Answers {
        String to(String question) throws Exception;
    }

    /// Answers until the host stops.
    static void serve(Host host, Answers answers) throws IOException {
        host.network()
                .serve(address(host), PORT, stream -> write(stream, answers.to(read(stream))))
                .serveForever();
    }

    static String ask(Host from, Host to, String question, Duration patience) throws IOException, TimeoutException {
        return timeout(patience, () -> {
            try (var stream = from.network().connect(address(to), PORT)) {
                write(stream, question);
                return read(stream);
            }
        });
    }

    /// {@return a line; one that was cut off is none}
    static String read(ByteStream stream) throws IOException {
        return new String(stream.readUntil("\n"), UTF_8).stripTrailing();
    }

    static void write(ByteStream stream, String line) throws IOException {
        stream.write(line + "\n");
    }

    static String address(Host host) {
        return host.address().getHostAddress();
    }
}
