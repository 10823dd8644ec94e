package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// How a program ends when it is told to.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no kill command to send SIGINT with")
final class SignalTest {
    /// Waits in a task for ever, and cleans up with an await.
    private static final String SLEEPER = """
            import static rondo.Rondo.*;

            import java.time.Duration;

            void main() {
                run(() -> {
                    try {
                        IO.println("ready");
                        sleep(Duration.ofDays(1));
                    } finally {
                        sleep(Duration.ofMillis(1));
                        IO.println("cleaned up");
                    }
                });
                IO.println("not reached");
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void ctrlCRunsFinallyBlocksAndEndsWith130() throws IOException, InterruptedException {
        var program = RondoProcess.startProgram(folder, SLEEPER).awaitLine("ready");

        var ended = program.signal("INT").end();

        assertThat(ended.status()).isEqualTo(130);
        assertThat(ended.out()).isEqualTo("cleaned up");
    }

    @Test
    void sigtermRunsFinallyBlocksAndEndsWith143() throws IOException, InterruptedException {
        var program = RondoProcess.startProgram(folder, SLEEPER).awaitLine("ready");

        var ended = program.signal("TERM").end();

        assertThat(ended.status()).isEqualTo(143);
        assertThat(ended.out()).isEqualTo("cleaned up");
    }

    @Test
    void secondCtrlCEndsAtOnce() throws IOException, InterruptedException {
        var program = RondoProcess.startProgram(
                        folder,
                        SLEEPER.replace(
                                "sleep(Duration.ofMillis(1))", "IO.println(\"cleaning\"); sleep(Duration.ofDays(1))"))
                .awaitLine("ready");

        var ended = program.signal("INT").awaitLine("cleaning").signal("INT").end();

        assertThat(ended.status()).isEqualTo(130);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void secondCtrlCEndsAProgramWhoseTaskBlocksTheLoop() throws IOException, InterruptedException {
        var program = RondoProcess.startProgram(folder, """
                import static rondo.Rondo.*;

                void main() {
                    run(() -> {
                        IO.println("ready");
                        while (Thread.currentThread().isAlive()) {
                            Thread.onSpinWait();
                        }
                    });
                }
                """).awaitLine("ready");

        var ended = program.signalUntilItEnds("INT");

        assertThat(ended.status()).isEqualTo(130);
    }

    @Test
    void ctrlCOutsideALoopEndsTheProgram() throws IOException, InterruptedException {
        var program = RondoProcess.startProgram(folder, """
                void main() throws InterruptedException {
                    IO.println("ready");
                    Thread.sleep(java.time.Duration.ofDays(1));
                }
                """).awaitLine("ready");

        var ended = program.signal("INT").end();

        assertThat(ended.status()).isEqualTo(130);
    }

    @Test
    void callbackOfALoopTakesTheSignalUntilItIsRemoved() throws IOException, InterruptedException {
        var program = RondoProcess.startProgram(folder, """
                import static rondo.Rondo.*;

                import java.time.Duration;
                import rondo.loop.EventLoop;

                void main() {
                    run(() -> {
                        var loop = EventLoop.current();
                        loop.onSignal("TERM", () -> {
                            loop.removeSignal("TERM");
                            IO.println("called back");
                        });
                        IO.println("ready");
                        sleep(Duration.ofDays(1));
                    });
                }
                """).awaitLine("ready");

        var ended =
                program.signal("TERM").awaitLine("called back").signal("TERM").end();

        assertThat(ended.status()).isEqualTo(143);
    }
}
