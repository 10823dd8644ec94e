package rondo.net;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rondo.loop.EventLoop;
import tlschannel.TlsChannel;

/// A server, or what talks to one, in a process of its own, on the carrier of the test. It prints `PORT N` when it
/// listens.
record ServerProcess(Process process, int port, Path errors) implements AutoCloseable {
    private static final int DEADLINE_SECONDS = 120;

    /// Starts the `main` of a class, to live for a short while: many do.
    ///
    /// @param launcher what runs the command: a shell that sets a limit first, say; empty for nothing
    static ServerProcess start(Class<?> program, List<String> launcher, String... arguments) throws IOException {
        var command = new ArrayList<>(launcher);
        command.addAll(java("-XX:TieredStopAtLevel=1"));
        return start(command, program, arguments);
    }

    /// Starts the `main` of a class, with all of the JVM's compilers: its speed or its memory is measured.
    static ServerProcess startMeasured(Class<?> program, String... arguments) throws IOException {
        return start(java(), program, arguments);
    }

    private static ServerProcess start(List<String> command, Class<?> program, String... arguments) throws IOException {
        Path errors = Files.createTempFile("server", ".err");
        command.addAll(List.of("-cp", classPath(program), program.getName()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String line = process.inputReader().readLine();
        if (line == null) {
            throw new AssertionError("the server ended before it listened: " + Files.readString(errors));
        }
        return new ServerProcess(process, Integer.parseInt(line.substring("PORT ".length())), errors);
    }

    private static List<String> java(String... options) {
        String carrier = System.getProperty("rondo.carrier", "auto");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add("-Drondo.carrier=" + carrier);
        if (!carrier.equals("baton")) {
            command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
        }
        return command;
    }

    private static String classPath(Class<?> program) {
        return Stream.of(EventLoop.class, Tcp.class, program, TlsChannel.class)
                .map(ServerProcess::root)
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    /// The folder or jar that a class is in; the module's tests are patched into the module, so its code source
    /// does not say.
    private static String root(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        String resource = Objects.toString(type.getResource("/" + file));
        String place = resource.substring(0, resource.length() - file.length() - 1);
        return Path.of(URI.create(
                        place.startsWith("jar:") ? place.substring("jar:".length(), place.length() - 1) : place))
                .toString();
    }

    /// How many lines of its log contain a text.
    int logged(String text) {
        try (Stream<String> lines = Files.lines(errors)) {
            return (int) lines.filter(line -> line.contains(text)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The processor time that it has had.
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /// How many descriptors it has open.
    int descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
            return (int) open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes an empty line to it, and waits for a line that it prints.
    String ask() throws IOException {
        process.outputWriter().write("\n");
        process.outputWriter().flush();
        String line = process.inputReader().readLine();
        if (line == null) {
            throw new AssertionError("it has ended: " + Files.readString(errors));
        }
        return line;
    }

    /// Sends a signal, by its name without SIG.
    void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()));
        assertThat(kill.inheritIO().start().waitFor()).isZero();
    }

    /// Waits for its end.
    ///
    /// @return what it has printed since it listened
    List<String> end() throws IOException, InterruptedException {
        List<String> printed = process.inputReader().readAllLines();
        assertThat(process.waitFor(DEADLINE_SECONDS, SECONDS))
                .as("ended in time")
                .isTrue();
        return printed;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(errors);
    }
}
