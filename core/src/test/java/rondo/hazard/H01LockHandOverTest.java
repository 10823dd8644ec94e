package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;

/// H1: another thread holds a lock, a task queues for it, then code that the loop calls queues for it too. When
/// the lock is freed it goes to the task. If the loop's bare thread stood behind it in the queue, nobody could
/// run the task.
@SuppressWarnings({"OverrideThrowableToString"}) // the hazard itself
final class H01LockHandOverTest {
    private static final LoopOptions OPTIONS =
            LoopOptions.defaults().withSlowLimit(Duration.ofMillis(10)).withOnBlocked(call -> {});

    /// The places from which the loop calls code of users.
    enum Place {
        CALL_SOON {
            @Override
            void run(EventLoop loop, Runnable code) {
                loop.callSoon(code);
            }
        },
        DONE_CALLBACK {
            @Override
            void run(EventLoop loop, Runnable code) {
                var future = new Future<@Nullable Void>(loop);
                future.addDoneCallback(done -> code.run());
                future.setResult(null);
            }
        },
        EXCEPTION_HANDLER {
            @Override
            void run(EventLoop loop, Runnable code) {
                loop.exceptionHandler((any, report) -> code.run());
                loop.callSoon(() -> {
                    throw new IllegalStateException("for the handler");
                });
            }
        },
        LOGGING {
            @Override
            void run(EventLoop loop, Runnable code) {
                loop.callSoon(() -> {
                    throw new Logged(code);
                });
            }
        };

        abstract void run(EventLoop loop, Runnable code);
    }

    /// An error whose text the logger asks for, once.
    private static final class Logged extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private transient @Nullable Runnable code;

        Logged(Runnable code) {
            this.code = code;
        }

        @Override
        public String toString() {
            Runnable mine = code;
            code = null;
            if (mine != null) {
                mine.run();
            }
            return "an error that a logger prints";
        }
    }

    static Stream<Arguments> locksAndPlaces() {
        return Stream.of(LockKind.values())
                .flatMap(lock -> Stream.of(Place.values()).map(place -> Arguments.of(lock, place)));
    }

    @ParameterizedTest
    @MethodSource("locksAndPlaces")
    void loopCodeMayQueueForALockBehindATask(LockKind kind, Place place) throws InterruptedException {
        LockKind.Mutex lock = kind.create();
        List<String> trail = new CopyOnWriteArrayList<>();
        List<Thread> waiting = new CopyOnWriteArrayList<>();
        Runnable queues = () -> {
            waiting.add(Thread.currentThread());
            lock.holding(() -> trail.add("got it"));
        };

        Deadline.within(() -> {
            try (var runner = new Runner(OPTIONS)) {
                runner.run(() -> {
                    int contenders =
                            EventLoop.current().carrier().equals("direct") ? 2 : 1; // baton: the task keeps the turn
                    Thread holder = holdUntilQueued(lock, waiting, contenders);
                    var task = Task.start(VoidBody.awaitable(queues::run));
                    Sleep.sleep(Duration.ZERO);
                    place.run(EventLoop.current(), queues);
                    task.await();
                    while (trail.size() < 2) {
                        Sleep.sleep(Duration.ofMillis(1));
                    }
                    holder.join();
                });
            }
        });

        assertThat(trail).containsExactly("got it", "got it");
    }

    private static Thread holdUntilQueued(LockKind.Mutex lock, List<Thread> waiting, int contenders)
            throws InterruptedException {
        var held = new CountDownLatch(1);
        Thread holder = Thread.ofPlatform()
                .daemon()
                .start(() -> lock.holding(() -> {
                    held.countDown();
                    Deadline.until(
                            () -> waiting.stream()
                                            .filter(H01LockHandOverTest::isQueued)
                                            .count()
                                    == contenders,
                            "both queue");
                }));
        held.await();
        return holder;
    }

    private static boolean isQueued(Thread thread) {
        return thread.getState() == Thread.State.BLOCKED || thread.getState() == Thread.State.WAITING;
    }
}
