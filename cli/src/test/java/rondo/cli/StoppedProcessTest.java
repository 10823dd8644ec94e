package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What the watchdog says of a process that stood still for a while, as under Ctrl-Z.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signal stops a process there")
final class StoppedProcessTest {
    private static final long STOPPED_NANOS = TimeUnit.SECONDS.toNanos(5);

    @TempDir
    private Path folder;

    @Test
    void taskIsNotToBlameForTheTimeThatItsProcessWasStopped() throws IOException, InterruptedException {
        var program = RondoProcess.startProgram(folder, """
                import java.time.Duration;
                import rondo.loop.LoopOptions;
                import rondo.task.Runner;

                void main() {
                    var options = LoopOptions.defaults().withSlowLimit(Duration.ofMillis(300)); // 3 s for a busy step
                    try (var runner = new Runner(options)) {
                        runner.run(() -> {
                            long start = System.nanoTime();
                            while (System.nanoTime() - start < 500_000_000L) { // the watchdog sees the step begin
                                Thread.onSpinWait();
                            }
                            IO.println("busy");
                            while (System.in.available() == 0) {
                                Thread.onSpinWait();
                            }
                        });
                    }
                }
                """);

        program.awaitLine("busy").signal("STOP");
        long start = System.nanoTime();
        for (long left = STOPPED_NANOS; left > 0; left = STOPPED_NANOS - (System.nanoTime() - start)) {
            LockSupport.parkNanos(left);
        }
        program.signal("CONT");
        assertThat(program.process().waitFor(300, TimeUnit.MILLISECONDS)).isFalse(); // the watchdog looks twice
        program.process().outputWriter().write("over\n");
        var ended = program.end();

        assertThat(ended.status()).isZero();
        assertThat(ended.err()).isEmpty();
    }
}
