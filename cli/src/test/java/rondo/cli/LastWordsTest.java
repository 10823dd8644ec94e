package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What a program's bad end says of its tasks.
final class LastWordsTest {
    private static final String PROGRAM = """
            import static rondo.Rondo.*;

            import java.time.Duration;

            void pause() {
                sleep(Duration.ofDays(1));
            }

            void main(String[] arguments) {
                run(() -> {
                    createTask("lonely", () -> pause());
                    createTask("album", () -> {
                        gather(createTask("song", () -> pause()));
                    });
                    sleep(Duration.ZERO);
                    sleep(Duration.ZERO);
                    if (arguments[0].equals("fail")) {
                        throw new java.io.IOException("no luck");
                    }
                    IO.println("ready");
                    while (arguments[0].equals("spin")) {
                        Thread.onSpinWait();
                    }
                    pause();
                });
            }
            """;

    private static final String WORDS = """
            \\s+task 'lonely' waits for a sleep, at Program.pause\\(Program.java:6\\)
              task 'album' waits for a gather of 1, at Program.*
                task 'song' waits for a sleep, at Program.pause\\(Program.java:6\\)
            """.strip();

    @TempDir
    private Path folder;

    @Test
    void namesAreShownAndNotObeyed() throws IOException, InterruptedException {
        String hostile = PROGRAM.replace("\"lonely\"", "\"\\u001b[2J\\n\" + \"long \".repeat(2_000)");

        var ended = RondoProcess.run(folder, hostile, "fail");

        assertThat(ended.err()).contains("task '\\u001b[2J\\u000along long ").doesNotContain("\u001b");
        assertThat(ended.err().lines()).allMatch(line -> line.length() < 200);
    }

    @Test
    void uncaughtErrorSaysWhatTheOtherTasksWereDoing() throws IOException, InterruptedException {
        var ended = RondoProcess.run(folder, PROGRAM, "fail");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("Exception in thread \"main\" java.io.IOException: no luck")
                .containsPattern("3 tasks had not ended when the main task failed:\n" + WORDS);
    }

    @Test
    void errorThatTheProgramCatchesSaysNothing() throws IOException, InterruptedException {
        var ended = RondoProcess.run(
                folder,
                PROGRAM.replace("    run(() -> {", "    try { run(() -> {")
                        .replace("    });\n}\n", "    });\n    } catch (Exception e) {\n    }\n}\n"),
                "fail");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no kill command to send SIGINT with")
    void ctrlCSaysOnceWhatEverythingWasWaitingFor() throws IOException, InterruptedException {
        var program = RondoProcess.startProgram(folder, PROGRAM, "hang").awaitLine("ready");

        var ended = program.signal("INT").end();

        assertThat(ended.status()).isEqualTo(130);
        assertThat(ended.err()).containsPattern("rondo: 4 tasks had not ended when Ctrl-C came:\n.*Task-1.*\n" + WORDS);
        assertThat(ended.err().split("had not ended", -1)).hasSize(2);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no kill command to send SIGINT with")
    void ctrlCSaysItOfTheLoopsOfOtherThreadsToo() throws IOException, InterruptedException {
        var program = RondoProcess.startProgram(folder, """
                        import static rondo.Rondo.*;

                        import java.time.Duration;
                        import java.util.concurrent.CountDownLatch;

                        void main() throws InterruptedException {
                            var begun = new CountDownLatch(1);
                            Thread.ofPlatform().daemon().start(() -> run(() -> {
                                createTask("elsewhere", () -> sleep(Duration.ofDays(1)));
                                sleep(Duration.ZERO);
                                begun.countDown();
                                sleep(Duration.ofDays(1));
                            }));
                            begun.await();
                            run(() -> {
                                IO.println("ready");
                                sleep(Duration.ofDays(1));
                            });
                        }
                        """).awaitLine("ready");

        var ended = program.signal("INT").end();

        assertThat(ended.err())
                .startsWith("rondo: 1 task had not ended when Ctrl-C came:\n")
                .contains("\nrondo: of event loop 'main', 2 tasks had not ended when Ctrl-C came:\n")
                .contains("task 'elsewhere' waits for a sleep");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no kill command to send SIGINT with")
    void secondCtrlCNamesTheTaskThatBlocksTheLoop() throws IOException, InterruptedException {
        var program = RondoProcess.startProgram(folder, PROGRAM, "spin").awaitLine("ready");

        var ended = program.signalUntilItEnds("INT");

        assertThat(ended.status()).isEqualTo(130);
        assertThat(ended.err())
                .contains("4 tasks had not ended when Ctrl-C came", "event loop 'main' is blocked by task 'Task-1', at")
                .contains("task 'lonely' waits for a sleep");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no kill command to send SIGTERM with")
    void sigtermIsAnOrdinaryEndAndSaysNothing() throws IOException, InterruptedException {
        var program = RondoProcess.startProgram(folder, PROGRAM, "hang").awaitLine("ready");

        var ended = program.signal("TERM").end();

        assertThat(ended.status()).isEqualTo(143);
        assertThat(ended.err()).doesNotContain("had not ended");
    }
}
