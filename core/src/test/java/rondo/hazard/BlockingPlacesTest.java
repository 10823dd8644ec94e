package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import rondo.loop.EventLoop;

/// A place that blocked beyond the limit lets others run at once from then on; another place is given its own
/// time first. So the places must be told apart, in whatever way the program was loaded.
@EnabledIfSystemProperty(
        named = "rondo.carrier",
        matches = "direct",
        disabledReason = "on the baton carrier a blocked task keeps the turn, whatever its place")
final class BlockingPlacesTest {
    /// Without a watchdog: the loop then tells of the calls itself, in their order and before it ends.
    private static final String PROGRAM = """
            package program;

            import java.time.Duration;
            import java.util.concurrent.CountDownLatch;
            import rondo.loop.LoopOptions;
            import rondo.task.Runner;
            import rondo.task.Sleep;

            public final class Program {
                public static void main(String[] arguments) {
                    var options = LoopOptions.defaults().withSlowLimit(Duration.ofMillis(20)).withWatchdog(false)
                        .withOnBlocked(call -> System.out.println(call.detail().contains("call 2 from here")));
                    try (var runner = new Runner(options)) {
                        runner.run(() -> {
                            one();
                            Sleep.sleep(Duration.ZERO);
                            other();
                            Sleep.sleep(Duration.ZERO);
                            other();
                        });
                    }
                }

                private static void one() throws InterruptedException {
                    new CountDownLatch(1).await(200, java.util.concurrent.TimeUnit.MILLISECONDS);
                }

                private static void other() throws InterruptedException {
                    new CountDownLatch(1).await(200, java.util.concurrent.TimeUnit.MILLISECONDS);
                }
            }
            """;

    private static final String REPORTS = """
            false
            false
            true
            """;

    @TempDir
    private Path directory;

    private Path source;

    @BeforeEach
    void write() throws IOException {
        source = Files.writeString(
                Files.createDirectory(directory.resolve("program")).resolve("Program.java"), PROGRAM);
    }

    @Test
    void placesOfAProgramInANamedModuleAreToldApart() throws IOException, InterruptedException {
        Path module = Files.writeString(directory.resolve("module-info.java"), "module program { requires rondo; }");
        Path classes = directory.resolve("classes");
        String annotations = Fork.root(Nullable.class).toString();
        start("javac", "-p", path(rondo(), annotations), "-d", "" + classes, "" + source, "" + module);

        String output = start(
                "java",
                "--add-opens=java.base/java.lang=rondo",
                "-p",
                path(rondo(), classes.toString()),
                "-m",
                "program/program.Program");

        assertThat(output).isEqualTo(REPORTS);
    }

    @Test
    void placesOfAProgramOnAClassLoaderOfItsOwnAreToldApart() throws IOException, InterruptedException {
        String output = start("java", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp", rondo(), source.toString());

        assertThat(output).isEqualTo(REPORTS);
    }

    private static String path(String first, String second) {
        return first + System.getProperty("path.separator") + second;
    }

    private static String rondo() {
        return Fork.root(EventLoop.class).toString();
    }

    private static String start(String tool, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.addAll(Arrays.asList(arguments));
        Fork.Ended ended = Fork.run(Deadline.LIMIT.multipliedBy(3), List.copyOf(command));
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output();
    }
}
