package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What `rondo trace` writes of a real run.
final class TraceCommandTest {
    private static final String PROGRAM = """
            import static rondo.Rondo.*;

            import java.time.Duration;

            void main(String[] arguments) {
                run(() -> {
                    var child = createTask("child", () -> sleep(Duration.ofMillis(5)));
                    gather(child, () -> "other");
                    createTask("late", () -> sleep(Duration.ofDays(1))).cancel("not needed");
                    if (arguments.length > 0) {
                        System.exit(7);
                    }
                });
            }
            """;

    @TempDir
    private Path folder;

    private RondoProcess.Ended trace(String file, String... arguments) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("Program.java"), PROGRAM);
        var command = new ArrayList<>(List.of("trace", "-o", file, "Program.java"));
        command.addAll(List.of(arguments));
        return RondoProcess.start(folder, command.toArray(String[]::new)).end();
    }

    @Test
    void diagramsComeFromTheRun() throws IOException, InterruptedException {
        var ended = trace("trace.md");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("rondo trace: wrote trace.md");
        assertThat(Files.readString(folder.resolve("trace.md")))
                .contains(
                        "Running --> Done: Return value 3", "Pending --> Cancelled: Cancelled before its first step 1")
                .contains("gather of 2: ended well", "child<br/>returned");
    }

    private TraceEventFile perfetto(Path program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("trace", "-o", "trace.json.gz", program.toString()));
        command.addAll(List.of(arguments));
        RondoProcess.start(folder, command.toArray(String[]::new)).end();
        return TraceEventFile.read(folder.resolve("trace.json.gz"));
    }

    @Test
    void perfettoFileKeepsTheRulesOfItsFormat() throws IOException, InterruptedException {
        TraceEventFile file =
                perfetto(Path.of("..", "examples", "DeepDive.java").toAbsolutePath());

        file.assertKeepsTheRules();
        assertThat(file.count("X")).isGreaterThan(200);
        assertThat(file.count("b")).isGreaterThan(100);
        assertThat(file.count("n")).isGreaterThan(10);
        assertThat(file.count("s")).isGreaterThan(5);
    }

    @Test
    void perfettoFileOfAProgramThatIsCutOffKeepsThemToo() throws IOException, InterruptedException {
        TraceEventFile file = perfetto(Files.writeString(folder.resolve("Program.java"), PROGRAM), "exit");

        file.assertKeepsTheRules();
        assertThat(file.lasted("child", "awaits a sleep"))
                .isBetween(5_000.0, 500_000_000.0); // its 5 ms in us, not in ns
    }

    @Test
    void perfettoFileOfALoopThatAnotherThreadsExitCutsOffKeepsThemToo() throws IOException, InterruptedException {
        TraceEventFile file = perfetto(Files.writeString(folder.resolve("Program.java"), """
                import static rondo.Rondo.*;

                import java.time.Duration;
                import java.util.concurrent.CountDownLatch;

                void main() {
                    var busy = new CountDownLatch(1);
                    Thread.ofPlatform().daemon().start(() -> {
                        try {
                            busy.await();
                        } catch (InterruptedException e) {
                            return;
                        }
                        System.exit(7);
                    });
                    run(() -> {
                        for (int i = 0; true; i++) {
                            gather(createTask("child", () -> sleep(Duration.ZERO)), () -> "other");
                            if (i == 10_000) {
                                busy.countDown();
                            }
                        }
                    });
                }
                """));

        file.assertKeepsTheRules();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no kill command to send SIGINT with")
    void programThatHangsIsTracedWhenASecondCtrlCEndsIt() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("Program.java"), """
                import static rondo.Rondo.*;

                import java.time.Duration;

                void main() {
                    run(() -> {
                        createTask("lonely", () -> sleep(Duration.ofDays(1)));
                        sleep(Duration.ZERO);
                        IO.println("ready");
                        while (true) {
                            Thread.onSpinWait();
                        }
                    });
                }
                """);

        var program = RondoProcess.start(folder, "trace", "-o", "trace.md", "Program.java")
                .awaitLine("ready")
                .signal("INT");
        assertThat(program.process().waitFor(1, TimeUnit.SECONDS)).isFalse(); // the system makes one of two at once
        var ended = program.signal("INT").end(); // a third would cut its writing off

        assertThat(ended.status()).isEqualTo(130);
        assertThat(ended.err())
                .contains("rondo trace: wrote trace.md")
                .contains("2 tasks had not ended when Ctrl-C came");
        assertThat(folder.resolve("trace.md"))
                .content()
                .contains("Running --> Awaiting: Hits an await that has to wait 2");
    }

    @Test
    void programThatExitsIsTracedAndKeepsItsStatus() throws IOException, InterruptedException {
        var ended = trace("trace.html", "exit");

        assertThat(ended.status()).isEqualTo(7);
        assertThat(folder.resolve("trace.html"))
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("child");
    }

    @Test
    void fileOfAnUnknownEndingIsRefusedBeforeTheRun() throws IOException, InterruptedException {
        var ended = trace("trace.png");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("trace.png ends in nothing that a trace can be; use .md, .json.gz or .html");
    }

    @Test
    void fileThatCannotBeWrittenIsRefusedBeforeTheRun() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("taken.html"));

        var missing = trace("nowhere/trace.html");

        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.out()).isEmpty();
        assertThat(missing.err())
                .startsWith("rondo trace: there is no folder ")
                .contains("nowhere to write trace.html to");
        assertThat(trace("taken.html").err()).isEqualTo("rondo trace: taken.html cannot be written\n");
        assertThat(trace("/").err()).contains("/ ends in nothing that a trace can be");
    }

    @Test
    void numbersOfEventsThatNoMemoryHoldsAreRefused() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("Program.java"), PROGRAM);

        for (String number : List.of("1", "2000000000")) {
            var ended = RondoProcess.start(folder, "trace", "--events=" + number, "Program.java")
                    .end();

            assertThat(ended.status()).isEqualTo(2);
            assertThat(ended.err()).startsWith("rondo trace: --events is " + number + "; keep 2 at least and ");
        }
    }

    @Test
    void programWithoutALoopHasNoTrace() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("Program.java"), "void main() {}");

        var ended = RondoProcess.start(folder, "trace", "Program.java").end();

        assertThat(ended.err()).contains("the program ran no event loop, so there is no trace");
        assertThat(folder.resolve("trace.html")).doesNotExist();
    }
}
