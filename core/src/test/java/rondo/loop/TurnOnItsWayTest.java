package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;

/// Whom does the watchdog name while the turn is on its way to a thread that the system does not schedule? On the
/// baton carrier: while others keep all carrier threads of the JDK's virtual threads busy, nobody has it.
@Timeout(60)
final class TurnOnItsWayTest {
    private static final Duration LIMIT = Duration.ofMillis(20);
    private static final long BUSY_NANOS = LIMIT.multipliedBy(30).toNanos(); // a busy step is reported after ten limits

    private final Queue<BlockedCall> reports = new ConcurrentLinkedQueue<>();
    private final List<Thread> busy = new ArrayList<>();

    private LoopOptions options() {
        return LoopOptions.defaults()
                .withCarrier(CarrierChoice.BATON)
                .withSlowLimit(LIMIT)
                .withOnBlocked(reports::add);
    }

    private void keepCarrierThreadsBusy() throws InterruptedException {
        int threads = Integer.getInteger(
                "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
        var begun = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            busy.add(Thread.startVirtualThread(() -> {
                begun.countDown();
                long end = System.nanoTime() + BUSY_NANOS;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }));
        }
        begun.await();
    }

    @AfterEach
    void awaitBusyThreads() throws InterruptedException {
        for (Thread thread : busy) {
            thread.join();
        }
    }

    @Test
    void threadThatHasNotBegunIsNotNamed() throws InterruptedException {
        try (var runner = new Runner(options())) {
            runner.loop();
            keepCarrierThreadsBusy();

            runner.run(() -> {});
        }

        assertThat(reports).noneMatch(call -> call.stack().isEmpty());
    }

    @Test
    void threadThatHasNotGoneOnIsNotNamed() throws InterruptedException {
        try (var runner = new Runner(options())) {
            runner.run(() -> {
                Task.start(VoidBody.awaitable(() -> new Future<Integer>().await()));
                Sleep.sleep(Duration.ZERO);
            });
            keepCarrierThreadsBusy();
        } // which cancels the task that waits

        assertThat(reports).noneMatch(call -> call.stack().toString().contains("awaitTurn"));
    }
}
