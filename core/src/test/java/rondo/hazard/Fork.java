package rondo.hazard;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import rondo.loop.EventLoop;

/// A program of its own in a JVM of its own, on the carrier under test.
final class Fork {
    /// How a program ended.
    record Ended(int status, String output) {}

    private Fork() {}

    /// Runs the `main` of a class, which must end within a limit.
    static Ended run(Duration limit, Class<?> program, List<String> flags, String... arguments)
            throws IOException, InterruptedException {
        return run(limit, command(program, flags, arguments));
    }

    /// Runs a command, which must end within a limit.
    static Ended run(Duration limit, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("fork", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                fail(command + " hung; it had printed\n" + Files.readString(output));
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    private static List<String> command(Class<?> program, List<String> flags, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        command.add(root(EventLoop.class) + System.getProperty("path.separator") + root(program));
        String carrier = System.getProperty("rondo.carrier", "auto");
        command.add("-Drondo.carrier=" + carrier);
        if (!carrier.equals("baton")) {
            command.add("--add-opens");
            command.add("java.base/java.lang=ALL-UNNAMED");
        }
        command.addAll(flags);
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /// The directory or jar that a class was loaded from; the module's tests are patched into the module, so
    /// not by its code source.
    static Path root(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        String resource = String.valueOf(type.getResource("/" + file));
        String place = resource.substring(0, resource.length() - file.length() - 1);
        return Path.of(
                URI.create(place.startsWith("jar:") ? place.substring("jar:".length(), place.length() - 1) : place));
    }
}
