package rondo.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import rondo.observe.MonitorFolder;

/// `java -jar rondo.jar ...` in a process of its own, on the carrier that the test runs with.
record RondoProcess(Process process, Path errors) {
    private static final int DEADLINE_SECONDS = 120;
    private static final long PAUSE_NANOS = 10_000_000;

    /// How a process ended.
    record Ended(int status, String out, String err) {}

    static RondoProcess start(Path folder, String... arguments) throws IOException {
        return start(folder, Map.of(), arguments);
    }

    /// @param environment what to add to that of the test
    static RondoProcess start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        var errors = Files.createTempFile(folder, "rondo", ".err");
        var command = new ArrayList<String>();
        command.addAll(defaultDispositionOfSigint());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Drondo.carrier=" + System.getProperty("rondo.carrier", "auto"));
        command.addAll(
                List.of("-jar", Path.of("target", "rondo.jar").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return new RondoProcess(builder.start(), errors);
    }

    /// Runs the source as `Program.java` and waits for its end.
    static Ended run(Path folder, String source, String... arguments) throws IOException, InterruptedException {
        return startProgram(folder, source, arguments).end();
    }

    /// Starts the source as `Program.java`.
    static RondoProcess startProgram(Path folder, String source, String... arguments) throws IOException {
        Files.writeString(folder.resolve("Program.java"), source);
        var all = new ArrayList<>(List.of("run", "Program.java"));
        all.addAll(List.of(arguments));
        return start(folder, all.toArray(String[]::new));
    }

    /// Reads until the program has printed this line.
    RondoProcess awaitLine(String line) throws IOException {
        BufferedReader out = process.inputReader();
        for (var read = out.readLine(); !line.equals(read); read = out.readLine()) {
            assertThat(read).as("the program ended before it printed " + line).isNotNull();
        }
        return this;
    }

    /// Waits until commands can reach its loop: on a busy machine longer than they do.
    RondoProcess awaitMonitor() {
        String name = MonitorFolder.socketName(process.pid());
        long end = System.nanoTime() + SECONDS.toNanos(DEADLINE_SECONDS);
        while (MonitorFolder.candidates().stream().noneMatch(folder -> Files.exists(folder.resolve(name)))) {
            assertThat(process.isAlive()).as("the program runs").isTrue();
            assertThat(System.nanoTime()).as("the program has no monitor").isLessThan(end);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return this;
    }

    /// Sends a signal, by its name without SIG.
    RondoProcess signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()));
        assertThat(kill.inheritIO().start().waitFor()).isZero();
        return this;
    }

    /// Sends a signal again and again, as an impatient user does: the system may make one of two that come
    /// close together.
    Ended signalUntilItEnds(String name) throws IOException, InterruptedException {
        do {
            signal(name);
        } while (!process.waitFor(1, SECONDS) && process.isAlive());
        return end();
    }

    Ended end() throws IOException, InterruptedException {
        try {
            process.outputWriter().close();
            CompletableFuture.delayedExecutor(DEADLINE_SECONDS, SECONDS).execute(process::destroyForcibly);
            var out = String.join("\n", process.inputReader().readAllLines());
            assertThat(process.waitFor(DEADLINE_SECONDS, SECONDS))
                    .as("ended in time")
                    .isTrue();
            return new Ended(process.exitValue(), out, Files.readString(errors));
        } finally {
            process.destroyForcibly();
        }
    }

    /// A shell that starts a build in the background has it, and all that it starts, ignore SIGINT.
    private static List<String> defaultDispositionOfSigint() {
        var env = Path.of("/usr/bin/env");
        return Files.isExecutable(env) && System.getProperty("os.name").equals("Linux")
                ? List.of(env.toString(), "--default-signal=INT")
                : List.of();
    }
}
