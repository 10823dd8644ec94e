package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.group.Gather;
import rondo.loop.LoopOptions;
import rondo.task.Awaitable;
import rondo.task.Runner;
import rondo.task.Sleep;

/// The end of a thread is compiled before any thread has ended, where many tasks are suspended before the first of them
/// ends. What the compiler has not seen by then it leaves to a trap, which takes each of these threads out of compiled
/// code.
final class ThreadEndTrapTest {
    private static final int TASKS = 200_000;
    private static final int A_FEW = TASKS / 100; // whose threads end while the code is compiled anew

    @Test
    void threadsOfManyTasksEndInCompiledCode() throws Exception {
        Fork.Ended ended = Fork.run(
                Deadline.LIMIT.multipliedBy(3), Program.class, List.of("-Xlog:deoptimization=debug", "-Xmx1g"));

        assertThat(ended.output()).contains("ended " + TASKS);
        assertThat(ended.output().lines().filter(line -> line.contains("java.lang.VirtualThread.run(")))
                .hasSizeLessThan(A_FEW);
        assertThat(ended.status()).isZero();
    }

    /// Suspends many tasks, and has all of them end.
    static final class Program {
        public static void main(String[] args) {
            Awaitable<Integer> sleeper = () -> {
                Sleep.sleep(Duration.ofSeconds(2));
                return 1;
            };
            try (var runner = new Runner(LoopOptions.defaults().withWatchdog(false))) {
                List<Integer> all = runner.run(() -> Gather.gather(Collections.nCopies(TASKS, sleeper)));
                System.out.println("ended " + all.size());
            }
        }
    }
}
