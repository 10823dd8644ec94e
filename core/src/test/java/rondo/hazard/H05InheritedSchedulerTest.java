package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import rondo.io.Threads;
import rondo.loop.BlockedCall;
import rondo.loop.LoopOptions;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;

/// H5: a virtual thread that is started inside a coroutine inherits the coroutine's scheduler. It must not run
/// on the loop: a library that offloads work would offload it to the very thread that it wants to spare.
final class H05InheritedSchedulerTest {
    private final List<BlockedCall> reports = new CopyOnWriteArrayList<>();

    @Test
    void virtualThreadStartedInATaskRunsWhileTheTaskHoldsTheLoop() throws InterruptedException {
        var ran = new CountDownLatch(1);

        run(() -> {
            Thread.startVirtualThread(ran::countDown);
            spinUntil(ran);
        });

        assertThat(ran.getCount()).isZero();
    }

    @Test
    void executorOfVirtualThreadsUsedInATaskRunsWhileTheTaskHoldsTheLoop() throws InterruptedException {
        var ran = new CountDownLatch(2);

        run(() -> {
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                executor.execute(() -> {
                    Thread.startVirtualThread(ran::countDown); // inherits from a thread that has left already
                    ran.countDown();
                });
                spinUntil(ran);
            }
        });

        assertThat(ran.getCount()).isZero();
    }

    @Test
    void toThreadLeavesTheLoop() throws InterruptedException {
        var ran = new CountDownLatch(1);

        run(() -> {
            Task<?> offloaded = Task.start(() -> Threads.toThread(() -> {
                ran.countDown();
                return ran;
            }));
            Sleep.sleep(Duration.ZERO);
            spinUntil(ran);
            offloaded.await();
        });

        assertThat(ran.getCount()).isZero();
    }

    @Test
    void libraryThatWaitsForItsHelperThreadsIsReported() throws InterruptedException {
        run(() -> {
            var never = new CountDownLatch(1);
            assertThat(never.await(300, TimeUnit.MILLISECONDS)).isFalse();
        });

        assertThat(reports).isNotEmpty();
        assertThat(reports.getFirst().stack().toString()).contains("libraryThatWaitsForItsHelperThreadsIsReported");
    }

    private void run(rondo.task.VoidBody body) throws InterruptedException {
        var options = LoopOptions.defaults().withOnBlocked(reports::add);
        Deadline.within(() -> {
            try (var runner = new Runner(options)) {
                runner.run(body);
            }
        });
    }

    /// Holds the loop without blocking or awaiting.
    private static void spinUntil(CountDownLatch ran) {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (ran.getCount() > 0) {
            assertThat(System.nanoTime())
                    .as("it waits for the loop that waits for it")
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
