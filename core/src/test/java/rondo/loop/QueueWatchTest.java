package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.LogTrap;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// What the watchdog says of a loop's queue.
@Timeout(120)
final class QueueWatchTest {
    private static final int FAST = 5_000;

    private final List<String> reports = new ArrayList<>();
    private final EventLoop loop =
            new EventLoop(LoopOptions.defaults().withClock(new VirtualClock()).withWatchdog(false));
    private final QueueWatch watch = new QueueWatch(loop, reports::add);

    @AfterEach
    void close() {
        loop.close();
    }

    private void queue(int n) {
        for (int i = 0; i < n; i++) {
            loop.callSoon(() -> {});
        }
    }

    private void lookAtAWindow(int queuedALook) {
        for (int i = 0; i < QueueWatch.WINDOW; i++) {
            watch.look(false, FAST);
            queue(queuedALook);
        }
    }

    @Test
    void queueThatGrowsAndGrowsIsReportedWithWhatWaitsInIt() {
        lookAtAWindow(1_000);

        assertThat(reports)
                .singleElement()
                .asString()
                .contains("the queue of event loop 'main' grows: from 0 to 39000 while it ran 200000 steps")
                .contains("a lambda of rondo.loop.QueueWatchTest");
    }

    @Test
    void growthIsReportedAgainOnlyWhenTheQueueHasDoubled() {
        for (int windows = 0; windows < 8; windows++) {
            lookAtAWindow(1_000);
        }

        assertThat(reports).hasSize(4); // at 39, 79, 159 and 319 thousand
    }

    @Test
    void burstIsNoGrowth() {
        queue(1_000_000);

        lookAtAWindow(0);

        assertThat(reports).isEmpty();
    }

    @Test
    void smallQueueMayGrow() {
        lookAtAWindow(100);

        assertThat(reports).isEmpty();
    }

    @Test
    void loopThatSleepsBeginsAnew() {
        for (int i = 0; i < QueueWatch.WINDOW; i++) {
            queue(1_000);
            watch.look(i == QueueWatch.WINDOW / 2, FAST);
        }

        assertThat(reports).isEmpty();
    }

    @Test
    void taskThatOnlyYieldsIsReportedByTheWatchdog() {
        runUntilLogged(
                "keep waking themselves",
                () -> Task.start(
                        EventLoop.current(),
                        VoidBody.awaitable(() -> {
                            while (EventLoop.current().running()) {
                                Sleep.sleep(Duration.ZERO);
                            }
                        }),
                        TaskOptions.named("poller")));
    }

    @Test
    void manyTasksThatYieldOnceEachAreNoStorm() {
        lookAtYieldingTasks(1);

        assertThat(reports).isEmpty();
    }

    @Test
    void sameTasksThatYieldAgainAndAgainAreOne() {
        lookAtYieldingTasks(2 * QueueWatch.WINDOW);

        assertThat(reports).singleElement().asString().contains("keep waking themselves");
    }

    /// Begins some tasks before each look, which are in the queue when the watch looks.
    private void lookAtYieldingTasks(int yields) {
        try (var runner = new Runner(LoopOptions.defaults().withWatchdog(false))) {
            runner.run(() -> {
                var watched = new QueueWatch(EventLoop.current(), reports::add);
                for (int i = 0; i < QueueWatch.WINDOW; i++) {
                    for (int k = 0; k < 8; k++) {
                        Task.start(VoidBody.awaitable(() -> {
                            for (int n = 0; n < yields; n++) {
                                Sleep.sleep(Duration.ZERO);
                            }
                        }));
                    }
                    Sleep.sleep(Duration.ZERO);
                    watched.look(false, FAST);
                }
            });
        }
    }

    @Test
    void loopThatIsBusyWithCallbacksDoesNotWakeItself() {
        for (int i = 0; i < QueueWatch.WINDOW; i++) {
            queue(3);
            watch.look(false, FAST);
        }

        assertThat(reports).isEmpty();
    }

    @Test
    void queueThatAProgramFloodsIsReportedByTheWatchdog() {
        runUntilLogged(
                "a lambda of rondo.loop.QueueWatchTest",
                () -> Task.start(VoidBody.awaitable(() -> {
                    while (EventLoop.current().running()) {
                        EventLoop current = EventLoop.current();
                        for (int i = 0; i < 100; i++) {
                            current.callSoon(QueueWatchTest::breed);
                        }
                        Sleep.sleep(Duration.ZERO);
                    }
                })));
    }

    /// Each callback queues itself again, so that the queue never gets shorter.
    private static void breed() {
        EventLoop.current().callSoon(QueueWatchTest::breed);
    }

    private static void runUntilLogged(String text, VoidBody begin) {
        try (var trap = new LogTrap();
                var runner = new Runner(LoopOptions.defaults().withSlowLimit(Duration.ofMillis(20)))) {
            runner.run(() -> {
                begin.run();
                long end = EventLoop.current().deadline(Duration.ofSeconds(60));
                while (trap.messages().stream().noneMatch(message -> message.contains(text))) {
                    assertThat(EventLoop.current().time())
                            .as("no such report came")
                            .isLessThan(end);
                    Sleep.sleep(Duration.ofMillis(1));
                }
            });
        }
    }
}
