package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.loop.Blocking;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;

/// H7: the JVM holds every virtual thread strongly until it ends. A loop that leaves its suspended threads
/// behind leaks them and all they refer to, so closing it unwinds every one.
final class H07NothingLeftTest {
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final List<String> cleanUps = new CopyOnWriteArrayList<>();

    @Test
    void closedLoopLeavesNoThreadOfItsOwn() throws InterruptedException {
        EventLoop loop = loop();

        Deadline.within(() -> {
            Runner.runUntilComplete(loop, VoidBody.awaitable(() -> leave(loop)));
            loop.close();
        });

        assertThat(threads).hasSizeGreaterThan(100);
        assertAllEnd();
    }

    @Test
    void tasksLeftPendingAreUnwoundAndReported() throws InterruptedException {
        EventLoop loop = loop();

        Deadline.within(() -> {
            Runner.runUntilComplete(loop, VoidBody.awaitable(() -> leave(loop)));
            loop.close();
        });

        assertThat(cleanUps).hasSize(102);
        assertThat(reports)
                .filteredOn(report -> report.equals("task was destroyed but it is pending"))
                .hasSize(102);
    }

    @Test
    void runnerThatCancelsWhatIsLeftLeavesNoThreadEither() throws InterruptedException {
        Deadline.within(() -> {
            try (var runner = new Runner()) {
                runner.run(() -> leave(runner.loop()));
            }
        });

        assertThat(cleanUps).hasSize(102);
        assertAllEnd();
    }

    @Test
    void loopThatRanOnAVirtualThreadCanBeClosedThere() throws InterruptedException {
        Thread caller = Thread.ofVirtual().start(() -> {
            try (var loop = loop()) {
                Runner.runUntilComplete(loop, VoidBody.awaitable(() -> leave(loop)));
            }
            cleanUps.add("closed");
        });

        assertThat(caller.join(Deadline.LIMIT)).isTrue();
        assertThat(cleanUps).hasSize(103);
        assertAllEnd();
    }

    @Test
    void taskBlockedOutsideRondoEndsWithTheLoop() throws InterruptedException {
        EventLoop loop = loop();

        Deadline.within(() -> {
            Runner.runUntilComplete(loop, VoidBody.awaitable(() -> {
                if (loop.carrier().equals("direct")) { // on the baton carrier it would keep the turn
                    task(() -> new CountDownLatch(1).await());
                }
                Sleep.sleep(Duration.ofMillis(1));
            }));
            loop.close();
        });

        assertAllEnd();
        if (loop.carrier().equals("direct")) { // the close has interrupted it, and its thread tells
            assertThat(reports).contains("task failed while its closed loop unwound it");
        }
    }

    /// Leaves tasks at every kind of place: at a future, at a timer, at its first await, and the thread of a
    /// callback.
    private void leave(EventLoop loop) {
        var never = new Future<@Nullable Void>(loop);
        for (int i = 0; i < 100; i++) {
            task(never::await);
        }
        task(() -> Sleep.sleep(Duration.ofHours(1)));
        loop.callSoon(() -> threads.add(Thread.currentThread()));
        Sleep.sleep(Duration.ZERO);
        task(never::await);
    }

    private void task(VoidBody body) {
        Task.start(VoidBody.awaitable(() -> {
            threads.add(Thread.currentThread());
            try {
                body.run();
            } finally {
                cleanUps.add("cleaned up");
            }
        }));
    }

    private EventLoop loop() {
        var loop = new EventLoop(
                LoopOptions.defaults().withBlocking(Blocking.YIELD).withOnBlocked(call -> {}));
        loop.exceptionHandler((any, report) -> reports.add(message(report)));
        return loop;
    }

    private static String message(ErrorReport report) {
        return report.message();
    }

    private void assertAllEnd() throws InterruptedException {
        for (Thread thread : threads) {
            assertThat(thread.join(Deadline.LIMIT))
                    .as("the thread at %s", List.of(thread.getStackTrace()))
                    .isTrue();
        }
    }
}
