package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static rondo.io.OnLoop.task;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import rondo.LogTrap;
import rondo.loop.EventLoop;
import rondo.task.Runner;
import rondo.task.Sleep;

/// What becomes of the default executor when its loop ends.
final class ThreadsShutdownTest {
    @Test
    void runnerWaitsForRunningJobsWhileItsLoopGoesOn() throws InterruptedException {
        var log = new ConcurrentLinkedQueue<String>();
        var begun = new CountDownLatch(1);
        var gate = new CountDownLatch(1);

        try (var runner = new Runner(OnLoop.options())) {
            EventLoop loop = runner.loop();
            runner.run(() -> {
                task(() -> Threads.toThread(() -> {
                    begun.countDown();
                    gate.await();
                    Stages.runCoroutineThreadsafe(loop, () -> log.add("served while closing"))
                            .get();
                    log.add("job ended");
                }));
                Sleep.sleep(Duration.ZERO);
            });
            begun.await();
            gate.countDown();
        }

        assertThat(log).containsExactly("served while closing", "job ended");
    }

    @Test
    void jobAfterTheShutdownIsAnError() {
        OnLoop.run(() -> {
            Threads.shutdownDefaultExecutor(null);

            assertThatIllegalStateException()
                    .isThrownBy(() -> Threads.toThread(() -> 1))
                    .withMessageContaining("has been shut down");
        });
    }

    @Test
    void jobsThatOutlastTheLimitAreLeftAloneWithAWarning() {
        var gate = new CountDownLatch(1);

        try (var log = new LogTrap()) {
            OnLoop.run(() -> {
                task(() -> Threads.toThread(() -> gate.await()));
                Sleep.sleep(Duration.ZERO);
                Threads.shutdownDefaultExecutor(Duration.ofNanos(1));
                gate.countDown();
            });

            assertThat(log.messages())
                    .anySatisfy(
                            message -> assertThat(message).contains("did not finish its jobs within PT0.000000001S"));
        }
    }

    @Test
    void shutdownWithoutJobsReturnsAtOnce() {
        OnLoop.run(() -> {
            assertThat(Threads.<Integer>toThread(() -> 1)).isEqualTo(1);

            Threads.shutdownDefaultExecutor(Duration.ofMinutes(1));
        });
    }

    @Test
    void loopThatIsClosedByHandDoesNotWait() {
        var gate = new CountDownLatch(1);
        var loop = new EventLoop(OnLoop.options());

        Runner.runUntilComplete(loop, () -> {
            Threads.runInExecutor(null, () -> {
                gate.await();
                return 1;
            });
            return 1;
        });
        loop.close();

        assertThat(gate.getCount()).isEqualTo(1);
        gate.countDown();
    }
}
