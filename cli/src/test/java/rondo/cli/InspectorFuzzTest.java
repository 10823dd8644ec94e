package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import rondo.cli.inspector.Inspector;

/// Whoever may only look changes nothing: random requests, most of them with a token that is right, to an
/// inspector that could cancel, of a process that would let it.
///
/// `-Dfuzz.seed=N` runs a failure again, `-Dfuzz.requests=N` more of them.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no user may enter another's folder there, but nobody has tried")
final class InspectorFuzzTest {
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 10_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20_260);
    private static final int CLIENTS = 4;
    private static final int DEADLINE_MILLIS = 120_000;

    private static final String WAITING = """
            import static rondo.Rondo.*;

            import java.time.Duration;

            void main() {
                run(() -> taskGroup(group -> {
                    var lock = lock();
                    for (int i = 0; i < 20; i++) {
                        group.createTask("owner " + i, () -> {
                            try (var _ = lock.hold()) {
                                sleep(Duration.ofDays(1));
                            }
                        });
                    }
                    group.createTask("speaker", () -> IO.println("ready"));
                }));
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void randomRequestsChangeNothing() throws Exception {
        Files.writeString(folder.resolve("Program.java"), WAITING);
        RondoProcess program = RondoProcess.start(folder, "run", "-Drondo.monitor=write", "Program.java");
        try {
            var process = new MonitoredProcess(
                    program.awaitLine("ready").awaitMonitor().process().pid());
            int before = state(process);

            List<Integer> statuses = fuzz(process);

            assertThat(state(process)).as("seed %d", SEED).isEqualTo(before);
            assertThat(statuses).as("seed %d", SEED).hasSize(REQUESTS).contains(200, 400, 401, 403, 404, 405);
        } finally {
            program.process().destroyForcibly();
        }
    }

    /// {@return a hash of all that the process tells of its tasks, their stacks included}
    private static int state(MonitoredProcess process) throws MonitorRefusal {
        return process.view("snapshot 1000").loops().getFirst().tasks().hashCode();
    }

    private static List<Integer> fuzz(MonitoredProcess process) throws Exception {
        try (var inspector = Inspector.start(InspectCommand.source(process), Duration.ofMillis(100), true, 0);
                var threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Callable<List<Integer>>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                var requests = new Requests(SEED + i, inspector.readAddress());
                clients.add(() -> requests.send(REQUESTS / CLIENTS));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<List<Integer>> client : threads.invokeAll(clients)) {
                statuses.addAll(client.get());
            }
            return statuses;
        }
    }

    /// Requests that are nearly right, in every part of them, by a seed.
    private static final class Requests {
        private final RandomGenerator random;
        private final int port;
        private final String token;

        Requests(long seed, String address) {
            this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            this.port = URI.create(address).getPort();
            this.token =
                    Objects.requireNonNull(URI.create(address).getFragment()).substring("read=".length());
        }

        List<Integer> send(int count) throws IOException {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                statuses.add(send(next()));
            }
            return statuses;
        }

        private int send(byte[] request) throws IOException {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(DEADLINE_MILLIS);
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
                return status(socket.getInputStream());
            } catch (SocketException _) {
                return 0; // the server does not read on: it has refused
            }
        }

        private static int status(InputStream answer) throws IOException {
            String line = new String(answer.readNBytes(12), StandardCharsets.ISO_8859_1);
            return line.startsWith("HTTP/1.1 ") ? Integer.parseInt(line.substring(9)) : 0;
        }

        private byte[] next() {
            String body =
                    one("{\"id\":" + random.nextInt(30) + "}", "{\"id\":2}", "", "cancel 2", "{\"id\":2}{\"id\":3}");
            String text = one("GET", "POST", "POST", "PUT", "DELETE", "OPTIONS", "HEAD") + " " + target()
                    + one(" HTTP/1.1\r\n", " HTTP/1.1\r\n", " HTTP/1.1\r\n", " HTTP/1.0\r\n", "\r\n")
                    + usually("Host: " + one("127.0.0.1", "localhost", "127.0.0.1", "evil.example") + ":" + port)
                    + usually("Rondo-Token: " + one(token, token, token, "0".repeat(32), token + token))
                    + usually("Origin: http://" + one("127.0.0.1:" + port, "127.0.0.1:" + port, "evil.example"))
                    + rarely("Sec-Fetch-Site: " + one("same-origin", "none", "cross-site"))
                    + usually("Content-Type: " + one("application/json", "application/json", "text/plain"))
                    + usually("Content-Length: " + one(String.valueOf(body.length()), "0", "7", "99", "-1"))
                    + rarely("Transfer-Encoding: chunked")
                    + rarely("X-HTTP-Method-Override: POST")
                    + "\r\n" + body;
            return mutated(text.getBytes(StandardCharsets.UTF_8));
        }

        private String target() {
            String target = one(
                    "/",
                    "/inspector.js",
                    "/api/look?after=" + one("-1", "0", "5"),
                    "/api/stack?id=" + random.nextInt(30),
                    "/api/cancel",
                    "/api/cancel",
                    "/api/cancel?id=2");
            return random.nextInt(10) > 0 ? target : one("/..", "/%2e%2e", "//", "/.", "/api") + target;
        }

        /// One in four is damaged: a byte is changed, lost, or comes twice.
        private byte[] mutated(byte[] request) {
            if (random.nextInt(4) > 0) {
                return request;
            }
            int at = random.nextInt(request.length);
            String text = new String(request, StandardCharsets.ISO_8859_1);
            String piece = one(
                    "",
                    String.valueOf((char) random.nextInt(256)),
                    text.substring(at, at + 1).repeat(2));
            return (text.substring(0, at) + piece + text.substring(at + 1)).getBytes(StandardCharsets.ISO_8859_1);
        }

        private String one(String... choices) {
            return choices[random.nextInt(choices.length)];
        }

        private String usually(String header) {
            return random.nextInt(6) > 0 ? header + "\r\n" : "";
        }

        private String rarely(String header) {
            return random.nextInt(12) == 0 ? header + "\r\n" : "";
        }
    }
}
