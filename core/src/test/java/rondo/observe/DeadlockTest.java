package rondo.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.loop.DeadlockError;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.sync.Lock;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// What a loop says when nothing can wake it any more.
@Timeout(30)
final class DeadlockTest {
    private static LoopOptions virtual() {
        return LoopOptions.defaults().withClock(new VirtualClock()).withName("mine");
    }

    private static Task<?> task(String name, VoidBody body) {
        return Task.start(EventLoop.current(), VoidBody.awaitable(body), TaskOptions.named(name));
    }

    private static void run(LoopOptions options, VoidBody body) {
        try (var runner = new Runner(options)) {
            runner.run(body);
        }
    }

    /// Two tasks that await each other, and the main task, which awaits one of them.
    private static void ring() {
        var tasks = new ArrayList<Task<?>>();
        tasks.add(task("a", () -> tasks.get(1).await()));
        tasks.add(task("b", () -> tasks.get(0).await()));
        tasks.getFirst().await();
    }

    @Test
    void virtualRunThatIsStuckEndsWithItsRing() {
        assertThatExceptionOfType(DeadlockError.class)
                .isThrownBy(() -> run(virtual(), DeadlockTest::ring))
                .withMessageContaining("event loop 'mine'")
                .withMessageContaining("ring: task 'a' -> task 'b' -> task 'a'")
                .withMessageContaining("waits for task 'a'");
    }

    @Test
    void realRunThatIsStuckEndsTooIfItIsToldTo() {
        assertThatExceptionOfType(DeadlockError.class)
                .isThrownBy(() -> run(LoopOptions.defaults().withFailOnDeadlock(true), DeadlockTest::ring))
                .withMessageContaining("ring: task 'a' -> task 'b' -> task 'a'");
    }

    @Test
    void futureWhoseWordsFailIsNamedAllTheSame() {
        class Speechless extends Future<String> {
            @Override
            public String toString() {
                throw new IllegalArgumentException("no words");
            }
        }
        assertThatExceptionOfType(DeadlockError.class)
                .isThrownBy(() -> run(virtual(), () -> new Speechless().await()))
                .withMessageContaining("waits for a Speechless, whose toString() throws IllegalArgumentException");
    }

    @Test
    void nameWritesNoLineOfItsOwn() {
        assertThatExceptionOfType(DeadlockError.class)
                .isThrownBy(() -> run(
                        virtual(),
                        () -> task("a\nb\u001b[2J", () -> new Future<String>().await())
                                .await()))
                .withMessageContaining("' waits for task 'a\\u000ab\\u001b[2J'\n")
                .withMessageContaining("\n  task 'a\\u000ab\\u001b[2J' waits for Future[pending]");
    }

    @Test
    void taskThatWaitsForALocksHolderIsPartOfTheRing() {
        assertThatExceptionOfType(DeadlockError.class)
                .isThrownBy(() -> run(virtual(), () -> {
                    var lock = new Lock();
                    var waiting = new ArrayList<Task<?>>();
                    Task<?> holder = task("holder", () -> {
                        lock.acquire();
                        waiting.getFirst().await();
                    });
                    waiting.add(task("contender", () -> lock.acquire()));
                    holder.await();
                }))
                .withMessageContaining("ring: task 'holder' -> task 'contender' -> task 'holder'");
    }

    @Test
    void whatIsLeftIsCancelledOnceSoThatItCanCleanUp() {
        var log = new ArrayList<String>();

        assertThatExceptionOfType(DeadlockError.class)
                .isThrownBy(() -> run(virtual(), () -> {
                    try {
                        new Future<String>().await();
                    } catch (CancelledError e) {
                        log.add("cancelled by " + e.cancelledBy());
                        throw e;
                    } finally {
                        log.add("finally");
                    }
                }));

        assertThat(log).containsExactly("cancelled by the end of the run", "finally");
    }

    @Test
    void secondDeadlockAbandonsTheTasksAndNamesThem() {
        var log = new ArrayList<String>();

        assertThatExceptionOfType(DeadlockError.class)
                .isThrownBy(() -> run(virtual(), () -> {
                    task("stubborn", () -> {
                        try {
                            new Future<String>().await();
                        } catch (CancelledError e) {
                            log.add("eaten");
                        }
                        new Future<String>().await();
                    });
                    new Future<String>().await();
                }))
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(again -> assertThat(again)
                                .isInstanceOf(DeadlockError.class)
                                .hasMessageContaining("task 'stubborn'")));

        assertThat(log).containsExactly("eaten");
    }

    @Test
    void realLoopReportsItsRingOnceAndWaitsOn() throws InterruptedException {
        var reports = new ConcurrentLinkedQueue<ErrorReport>();
        var reported = new CountDownLatch(1);
        var loops = new ConcurrentLinkedQueue<EventLoop>();
        Thread rescuer = Thread.ofPlatform().start(() -> {
            try {
                reported.await();
            } catch (InterruptedException e) {
                return;
            }
            EventLoop loop = loops.element();
            loop.callSoonThreadsafe(() -> Task.all(loop).stream()
                    .filter(task -> task.name().equals("b"))
                    .forEach(Task::cancel));
        });

        assertThatExceptionOfType(CancelledError.class)
                .isThrownBy(() -> run(LoopOptions.defaults(), () -> {
                    loops.add(EventLoop.current());
                    EventLoop.current().exceptionHandler((loop, report) -> {
                        reports.add(report);
                        reported.countDown();
                    });
                    ring();
                }));

        rescuer.join();
        assertThat(reports)
                .singleElement()
                .satisfies(report -> assertThat(report.message()).contains("ring: task 'a' -> task 'b' -> task 'a'"));
    }

    @Test
    void waitingForAnythingButARingIsNotReportedOnARealClock() {
        var reports = new ConcurrentLinkedQueue<ErrorReport>();
        var future = new ArrayList<Future<String>>();

        run(LoopOptions.defaults(), () -> {
            EventLoop loop = EventLoop.current();
            loop.exceptionHandler((any, report) -> reports.add(report));
            future.add(new Future<>());
            Thread.ofPlatform().start(() -> {
                loop.callSoonThreadsafe(() -> future.getFirst().setResult("at last"));
            });
            assertThat(future.getFirst().await()).isEqualTo("at last");
        });

        assertThat(List.copyOf(reports)).isEmpty();
    }
}
