package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// How an inspector is started, and what it says when it is not.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no user may enter another's folder there, but nobody has tried")
final class InspectCommandTest {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private static final String WAITING = """
            import static rondo.Rondo.*;

            import java.time.Duration;

            void main() {
                run(() -> {
                    IO.println("ready");
                    sleep(Duration.ofDays(1));
                });
            }
            """;

    @TempDir
    private Path folder;

    private final List<RondoProcess> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(each -> each.process().destroyForcibly());
    }

    private RondoProcess start(String... options) throws IOException {
        Files.writeString(folder.resolve("Program.java"), WAITING);
        var command = new ArrayList<>(List.of("run"));
        command.addAll(List.of(options));
        command.add("Program.java");
        return remember(RondoProcess.start(folder, command.toArray(String[]::new)))
                .awaitLine("ready");
    }

    private RondoProcess remember(RondoProcess process) {
        started.add(process);
        return process;
    }

    private RondoProcess inspect(RondoProcess program, String... options) throws IOException {
        var command = new ArrayList<>(List.of(
                "inspect", String.valueOf(program.awaitMonitor().process().pid())));
        command.addAll(List.of(options));
        return remember(RondoProcess.start(folder, command.toArray(String[]::new)));
    }

    private static void checkRefused(RondoProcess inspector, String why) throws IOException, InterruptedException {
        RondoProcess.Ended ended = inspector.end();

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("rondo inspect: ").contains(why);
    }

    /// Waits until a program has printed a line to its error stream that begins so, and gives the rest.
    private static String awaitError(RondoProcess program, String prefix) throws IOException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < end) {
            String errors = Files.readString(program.errors());
            var line = errors.lines().filter(each -> each.startsWith(prefix)).findFirst();
            if (line.isPresent() && errors.endsWith("\n")) {
                return line.get().substring(prefix.length());
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new AssertionError("never printed " + prefix + "..., but " + Files.readString(program.errors()));
    }

    private static int status(String address) throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) { // the other asks for an upgrade
            URI page = URI.create(address.substring(0, address.indexOf('#')));
            return client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void addressWithASecretIsPrintedAndServed() throws IOException, InterruptedException {
        RondoProcess inspector = inspect(start());

        String address = inspector.process().inputReader().readLine();

        assertThat(address).matches("http://127\\.0\\.0\\.1:\\d+/#read=[0-9a-f]{32}");
        assertThat(status(address)).isEqualTo(200);
    }

    @Test
    void pageStaysWhenTheProcessHasEnded() throws IOException, InterruptedException {
        RondoProcess program = start();
        RondoProcess inspector = inspect(program);
        String address = inspector.process().inputReader().readLine();

        program.process().destroyForcibly();

        assertThat(awaitError(inspector, "rondo inspect: "))
                .isEqualTo("process " + program.process().pid()
                        + " has ended; the page keeps its last picture until Ctrl-C");
        assertThat(status(address)).isEqualTo(200);
        assertThat(inspector.signal("INT").end().status()).isEqualTo(130);
    }

    @Test
    void whatCannotBeInspectedIsSaidInWords() throws IOException, InterruptedException {
        checkRefused(remember(RondoProcess.start(folder, "inspect", "999999999")), "there is no process 999999999");
        RondoProcess program = start();
        checkRefused(inspect(program, "--write"), "permits looking only; start it with -Drondo.monitor=write");
        checkRefused(inspect(program, "--port=65536"), "--port is 65536; use one from 1 to 65535, or 0 for any");
        long unseen = start("-Drondo.monitor=false").process().pid();
        checkRefused(
                remember(RondoProcess.start(folder, "inspect", String.valueOf(unseen))),
                "has no event loop that can be reached");
    }

    @Test
    void portThatIsTakenIsSaidInWords() throws IOException, InterruptedException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            checkRefused(
                    inspect(start(), "--port=" + taken.getLocalPort()),
                    "port " + taken.getLocalPort() + " of 127.0.0.1 cannot be had");
        }
    }

    @Test
    void secretThatPermitsWritingNeedsBothPermissions() throws IOException {
        RondoProcess inspector = inspect(start("-Drondo.monitor=write"), "--write");

        assertThat(inspector.process().inputReader().readLine()).contains("/#write=");
    }

    @Test
    void processServesItsOwnPage() throws IOException, InterruptedException {
        String address = awaitError(start("-Drondo.inspector=true"), "rondo inspector: ");

        assertThat(address).matches("http://127\\.0\\.0\\.1:\\d+/#read=[0-9a-f]{32}");
        assertThat(status(address)).isEqualTo(200);
    }

    @Test
    void processSaysWhyItDoesNotServeItsOwnPageAsAsked() throws IOException {
        assertThat(awaitError(start("-Drondo.inspector=maybe"), "rondo inspector: "))
                .isEqualTo("-Drondo.inspector=maybe says nothing that it knows; use true, write or false");
        assertThat(awaitError(start("-Drondo.inspector=true", "-Drondo.monitor=false"), "rondo inspector: "))
                .isEqualTo("there is nothing to show with -Drondo.monitor=false; leave that out");
        assertThat(awaitError(start("-Drondo.inspector=write"), "rondo inspector: "))
                .isEqualTo("-Drondo.inspector=write needs -Drondo.monitor=write too; the page only looks");
    }
}
