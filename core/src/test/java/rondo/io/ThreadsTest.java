package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static rondo.io.OnLoop.task;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.loop.DeadlockError;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.CancelledError;
import rondo.task.ContextVar;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;
import rondo.task.WaitFor;

/// Helper threads: what runs there, what it sees, and what becomes of its outcome.
final class ThreadsTest {
    private static final ContextVar<String> USER = ContextVar.of("user");

    @Test
    void toThreadLeavesTheLoopForAPlatformThread() { // H5
        OnLoop.run(() -> {
            Thread helper = Threads.toThread(Thread::currentThread);

            assertThat(helper.isVirtual()).isFalse();
            assertThat(helper.isDaemon()).isTrue();
            assertThat(helper.getName()).startsWith("rondo-main-helper-");
        });
    }

    @Test
    @SuppressWarnings("NullAway") // what it tests
    void nullBodyIsRefusedBeforeItReachesAThread() {
        OnLoop.run(() -> {
            List<VoidBody> calls = List.of(
                    () -> Threads.toThread((Callable<?>) null),
                    () -> Threads.toThread((VoidBody) null),
                    () -> Threads.runInExecutor(null, null));

            for (var call : calls) {
                assertThatExceptionOfType(NullPointerException.class)
                        .isThrownBy(call::run)
                        .withMessage("the body is null");
            }
        });
    }

    @Test
    void virtualThreadStartedInToThreadIsNotTheLoops() { // H5
        OnLoop.run(() -> {
            var where = new AtomicReference<@Nullable EventLoop>();

            Threads.toThread(() -> Thread.startVirtualThread(() -> where.set(EventLoop.currentOrNull()))
                    .join());

            assertThat(where.get()).isNull();
        });
    }

    @Test
    void valueOfTheBodyIsReturnedOnTheLoop() {
        OnLoop.run(() -> {
            Task<?> me = Task.current();

            assertThat(Threads.<Integer>toThread(() -> 6 * 7)).isEqualTo(42);
            assertThat(Task.current()).isSameAs(me);
        });
    }

    @Test
    void checkedExceptionCrossesAsItIs() {
        var failure = new IOException("disk");

        OnLoop.run(() -> assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Threads.toThread(() -> {
                    throw failure;
                }))
                .isSameAs(failure));
    }

    @Test
    void bodySeesACopyOfTheContextVariables() {
        OnLoop.run(() -> {
            USER.set("ada");

            String seen = Threads.toThread(() -> {
                String before = USER.get();
                USER.set("eve");
                return before + ", " + USER.get();
            });

            assertThat(seen).isEqualTo("ada, eve");
            assertThat(USER.get()).isEqualTo("ada");
        });
    }

    @Test
    void runInExecutorTakesNoContextVariablesAlong() {
        OnLoop.run(() -> {
            USER.set("ada");

            Future<String> job = Threads.runInExecutor(null, USER::get);

            assertThatIllegalStateException().isThrownBy(job::await).withMessageContaining("which runs no event loop");
        });
    }

    @Test
    void variableWithADefaultHasItOnAThreadWithoutVariables() {
        ContextVar<String> language = ContextVar.of("language", "en");
        OnLoop.run(() -> {
            language.set("de");

            assertThat(Threads.<String>runInExecutor(null, language::get).await())
                    .isEqualTo("en");
        });

        assertThat(language.get()).isEqualTo("en");
    }

    @Test
    void awaitInAHelperThreadIsAnErrorThatNamesTheThread() {
        OnLoop.run(() -> assertThatIllegalStateException()
                .isThrownBy(() -> Threads.toThread(() -> Sleep.sleep(Duration.ZERO)))
                .withMessageContaining("rondo-main-helper-1"));
    }

    @Test
    void otherTasksRunWhileAHelperThreadBlocks() {
        var gate = new CountDownLatch(1);

        OnLoop.run(() -> {
            task(gate::countDown);

            Threads.toThread(() -> gate.await());
        });

        assertThat(gate.getCount()).isZero();
    }

    @Test
    void virtualTimeStandsStillWhileAHelperThreadWorks() {
        OnLoop.run(() -> {
            EventLoop loop = EventLoop.current();
            Task<?> hour = task(() -> Sleep.sleep(Duration.ofHours(1)));

            Threads.toThread(() -> {
                var turned = new CountDownLatch(2);
                loop.callSoonThreadsafe(turned::countDown);
                loop.callSoonThreadsafe(turned::countDown);
                turned.await();
            });

            assertThat(loop.time()).isZero();
            hour.await();
            assertThat(loop.time()).isEqualTo(Duration.ofHours(1).toNanos());
        });
    }

    @Test
    void jobThatHasNotBegunIsWithdrawnByACancel() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        var ran = new ArrayList<String>();

        OnLoop.run(() -> {
            Future<Boolean> job = Threads.runInExecutor(waiting::add, () -> ran.add("job"));
            assertThat(job.cancel()).isTrue();
            Sleep.sleep(Duration.ZERO);
            waiting.remove().run();
        });

        assertThat(ran).isEmpty();
    }

    @Test
    void withdrawnJobNoLongerCountsAsWorkOutside() {
        Queue<Runnable> waiting = new ArrayDeque<>();

        assertThatExceptionOfType(DeadlockError.class)
                .isThrownBy(() -> OnLoop.run(() -> {
                    Threads.runInExecutor(waiting::add, () -> 1).cancel();
                    new Future<Integer>().await();
                }));
    }

    @Test
    void timeoutLeavesARunningJobAloneAndDropsItsOutcome() { // T31
        var gate = new CountDownLatch(1);
        var log = new ConcurrentLinkedQueue<String>();

        try (var runner = new Runner(LoopOptions.defaults())) {
            runner.run(() -> {
                var begun = new CountDownLatch(1);
                Future<Boolean> job = Threads.runInExecutor(null, () -> {
                    begun.countDown();
                    gate.await();
                    return log.add("thread done");
                });
                Threads.toThread(() -> begun.await());
                assertThatExceptionOfType(TimeoutException.class)
                        .isThrownBy(() -> WaitFor.waitFor(job, Duration.ofMillis(1)));
                log.add("timeout");
                assertThat(job.cancelled()).isTrue();
                gate.countDown();
            });
        }

        assertThat(log).containsExactly("timeout", "thread done");
    }

    @Test
    void cancelledTaskDoesNotWaitForItsThread() {
        var gate = new CountDownLatch(1);

        OnLoop.run(() -> {
            var begun = new CountDownLatch(1);
            Task<?> waiting = task(() -> Threads.toThread(() -> {
                begun.countDown();
                gate.await();
            }));
            Threads.toThread(() -> begun.await());
            waiting.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(waiting::await);
            gate.countDown();
        });
    }

    @Test
    void whatTheExecutorRejectsIsThrownAndNotCounted() {
        assertThatExceptionOfType(DeadlockError.class)
                .isThrownBy(() -> OnLoop.run(() -> {
                    assertThatExceptionOfType(RejectedExecutionException.class)
                            .isThrownBy(() -> Threads.runInExecutor(
                                    command -> {
                                        throw new RejectedExecutionException("full");
                                    },
                                    () -> 1));
                    new Future<Integer>().await();
                }));
    }

    @Test
    void outcomeIsDroppedQuietlyWhenTheLoopHasBeenClosed() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        var ran = new ArrayList<String>();

        OnLoop.run(() -> Threads.runInExecutor(waiting::add, () -> ran.add("job")));
        waiting.remove().run();

        assertThat(ran).containsExactly("job");
    }

    @Test
    void poolIsAsLargeAsAsyncios() {
        assertThat(List.of(DefaultExecutor.bound(1), DefaultExecutor.bound(28), DefaultExecutor.bound(64)))
                .containsExactly(5, 32, 32);
    }

    @Test
    void jobsBeyondThePoolsBoundWait() {
        int bound = DefaultExecutor.bound(Runtime.getRuntime().availableProcessors());
        var busy = new CountDownLatch(bound);
        var gate = new CountDownLatch(1);
        var begun = new ConcurrentLinkedQueue<Integer>();

        OnLoop.run(() -> {
            var jobs = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < bound + 3; i++) {
                int n = i;
                jobs.add(Threads.runInExecutor(null, () -> {
                    begun.add(n);
                    busy.countDown();
                    gate.await();
                    return true;
                }));
            }
            Threads.<Boolean>runInExecutor(command -> Thread.ofPlatform().start(command), () -> {
                        busy.await();
                        return true;
                    })
                    .await();
            assertThat(begun).hasSize(bound);
            gate.countDown();
            for (Future<Boolean> job : jobs) {
                assertThat(job.await()).isTrue();
            }
        });

        assertThat(begun).hasSize(bound + 3);
    }

    @Test
    void ownDefaultExecutorIsUsedAndShutDownWithTheLoop() {
        var own = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("own").factory());

        OnLoop.run(() -> {
            Threads.defaultExecutor(EventLoop.current(), own);
            assertThat(Threads.<String>toThread(() -> Thread.currentThread().getName()))
                    .isEqualTo("own");
        });

        assertThat(own.isTerminated()).isTrue();
    }
}
