package rondo.io;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;
import rondo.task.CancelledError;
import rondo.task.Sleep;
import rondo.task.Task;

/// A loop as a `ScheduledExecutorService`.
final class LoopExecutorTest {
    private final List<String> log = new ArrayList<>();

    private static void millis(long n) {
        Sleep.sleep(Duration.ofMillis(n));
    }

    private void log(String what) {
        log.add(what + " at " + Duration.ofNanos(EventLoop.current().time()).toMillis());
    }

    @SuppressWarnings("unchecked") // the executor's futures are stages
    private static <T> T await(Future<T> future) {
        return Stages.await((CompletionStage<T>) future);
    }

    // --- jobs ------------------------------------------------------------------------------------

    @Test
    void jobsRunInTheOrderOfSubmissionAndMayAwait() {
        OnLoop.run(() -> {
            var executor = LoopExecutor.of(EventLoop.current());

            executor.execute(() -> {
                log("a");
                millis(10);
                log("a again");
            });
            executor.execute(() -> log("b"));
            millis(20);
        });

        assertThat(log).containsExactly("a at 0", "b at 0", "a again at 10");
    }

    @Test
    @SuppressWarnings("NullAway") // what it tests
    void nullJobIsRefusedAtOnce() {
        OnLoop.run(() -> {
            var executor = LoopExecutor.of(EventLoop.current());

            assertThatNullPointerException().isThrownBy(() -> executor.execute(null));
            assertThatNullPointerException().isThrownBy(() -> executor.schedule((Runnable) null, 1, SECONDS));
            assertThatNullPointerException().isThrownBy(() -> executor.schedule((Callable<?>) null, 1, SECONDS));
            assertThatNullPointerException().isThrownBy(() -> executor.scheduleAtFixedRate(null, 1, 1, SECONDS));
        });
    }

    @Test
    void futureOfAJobGivesItsValueOrItsError() {
        OnLoop.run(() -> {
            var executor = LoopExecutor.of(EventLoop.current());

            assertThat(await(executor.submit(() -> "value"))).isEqualTo("value");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> await(executor.submit(() -> {
                        throw new IOException("disk");
                    })));
            assertThat(await(executor.submit(() -> {}, "done"))).isEqualTo("done");
        });
    }

    @Test
    void whatAnExecutedJobThrowsGoesToTheExceptionHandler() {
        var failure = new IllegalArgumentException("bad");

        OnLoop.run(() -> {
            EventLoop loop = EventLoop.current();
            loop.exceptionHandler((any, report) -> log.add(report.message() + ": " + report.exception()));
            LoopExecutor.of(loop).execute(() -> {
                throw failure;
            });
            millis(1);
        });

        assertThat(log).containsExactly("a job of the loop's executor failed: " + failure);
    }

    @Test
    void cancelThatMayInterruptCancelsTheTask() {
        OnLoop.run(() -> {
            Future<?> job = LoopExecutor.of(EventLoop.current()).submit(() -> {
                try {
                    millis(100);
                } catch (CancelledError e) {
                    log("cancelled");
                    throw e;
                }
            });
            millis(1);
            assertThat(job.cancel(true)).isTrue();
            assertThat(job.cancel(true)).isFalse();
            millis(1);
        });

        assertThat(log).containsExactly("cancelled at 1");
    }

    @Test
    void cancelThatMayNotInterruptLeavesARunningBodyAlone() {
        OnLoop.run(() -> {
            Future<?> job = LoopExecutor.of(EventLoop.current()).submit(() -> {
                millis(100);
                log("ended");
            });
            millis(1);
            job.cancel(false);
            assertThat(job.isCancelled()).isTrue();
            millis(200);
        });

        assertThat(log).containsExactly("ended at 100");
    }

    @Test
    void cancelledJobThatHasNotBegunNeverRuns() {
        OnLoop.run(() -> {
            LoopExecutor.of(EventLoop.current()).submit(() -> log("ran")).cancel(false);
            millis(1);
        });

        assertThat(log).isEmpty();
    }

    // --- jobs with a time ------------------------------------------------------------------------

    @Test
    void delayedJobsRunAtTheirTimeByTheLoopsClock() {
        OnLoop.run(() -> {
            var executor = LoopExecutor.of(EventLoop.current());

            ScheduledFuture<String> late = executor.schedule(() -> "late", 2, SECONDS);
            var _ = executor.schedule(() -> log("early"), 500, MILLISECONDS);
            assertThat(late.getDelay(MILLISECONDS)).isEqualTo(2_000);

            assertThat(await(late)).isEqualTo("late");
            log("main");
        });

        assertThat(log).containsExactly("early at 500", "main at 2000");
    }

    @Test
    void longestDelayOfTheJdkIsACentury() {
        OnLoop.run(() -> {
            var executor = LoopExecutor.of(EventLoop.current());

            var job = executor.schedule(() -> log("ran"), Long.MAX_VALUE, DAYS);

            assertThat(job.getDelay(DAYS)).isEqualTo(36_500);
            assertThat(executor.schedule(() -> "at once", Long.MIN_VALUE, DAYS).getDelay(DAYS))
                    .isZero();
            job.cancel(false);
        });

        assertThat(log).isEmpty();
    }

    @Test
    void cancelledDelayedJobNeverRuns() {
        OnLoop.run(() -> {
            var job = LoopExecutor.of(EventLoop.current()).schedule(() -> log("ran"), 10, MILLISECONDS);
            millis(1);
            job.cancel(false);
            millis(1);
            assertThat(Task.all(EventLoop.current())).containsExactly(Task.current());
            millis(20);
        });

        assertThat(log).isEmpty();
    }

    @Test
    void fixedRateCountsFromStartToStartAndNeverOverlaps() {
        OnLoop.run(() -> {
            var job = LoopExecutor.of(EventLoop.current())
                    .scheduleAtFixedRate(
                            () -> {
                                log("run");
                                millis(log.size() == 1 ? 25 : 1);
                            },
                            10,
                            10,
                            MILLISECONDS);
            millis(48);
            job.cancel(true);
        });

        assertThat(log).containsExactly("run at 10", "run at 35", "run at 36", "run at 40");
    }

    @Test
    void fixedDelayCountsFromEndToStart() {
        OnLoop.run(() -> {
            var job = LoopExecutor.of(EventLoop.current())
                    .scheduleWithFixedDelay(
                            () -> {
                                log("run");
                                millis(5);
                            },
                            0,
                            10,
                            MILLISECONDS);
            millis(32);
            job.cancel(true);
        });

        assertThat(log).containsExactly("run at 0", "run at 15", "run at 30");
    }

    @Test
    void periodicJobEndsAtItsFirstError() {
        OnLoop.run(() -> {
            var job = LoopExecutor.of(EventLoop.current())
                    .scheduleAtFixedRate(
                            () -> {
                                log("run");
                                throw new IllegalStateException("broken");
                            },
                            1,
                            1,
                            MILLISECONDS);

            assertThatIllegalStateException().isThrownBy(() -> await(job)).withMessage("broken");
        });

        assertThat(log).containsExactly("run at 1");
    }

    @Test
    void periodicJobMayCancelItself() {
        OnLoop.run(() -> {
            var self = new AtomicReference<Future<?>>();
            self.set(LoopExecutor.of(EventLoop.current())
                    .scheduleAtFixedRate(
                            () -> {
                                log("run");
                                self.get().cancel(false);
                            },
                            1,
                            1,
                            MILLISECONDS));
            millis(10);
        });

        assertThat(log).containsExactly("run at 1");
    }

    @Test
    void periodMustBePositive() {
        OnLoop.run(() -> assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> LoopExecutor.of(EventLoop.current()).scheduleAtFixedRate(() -> {}, 1, 0, MILLISECONDS))
                .withMessageContaining("the period is 0"));
    }

    // --- the end ---------------------------------------------------------------------------------

    @Test
    void shutDownExecutorRunsWhatItHasButNothingPeriodic() {
        OnLoop.run(() -> {
            var executor = LoopExecutor.of(EventLoop.current());
            executor.execute(() -> log("queued"));
            var _ = executor.schedule(() -> log("delayed"), 10, MILLISECONDS);
            var periodic = executor.scheduleAtFixedRate(() -> log("periodic"), 5, 5, MILLISECONDS);

            executor.shutdown();

            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.execute(() -> {}));
            assertThat(List.of(executor.isShutdown(), executor.isTerminated(), periodic.isCancelled()))
                    .containsExactly(true, false, true);
            millis(20);
            assertThat(executor.isTerminated()).isTrue();
            assertThat(executor.awaitTermination(1, SECONDS)).isTrue();
        });

        assertThat(log).containsExactly("queued at 0", "delayed at 10");
    }

    @Test
    void shutdownNowCancelsAllAndNamesWhatHadNotBegun() {
        OnLoop.run(() -> {
            var executor = LoopExecutor.of(EventLoop.current());
            Future<?> running = executor.submit(() -> millis(100));
            millis(1);
            Future<?> delayed = executor.schedule(() -> log("delayed"), 10, MILLISECONDS);

            assertThat(executor.shutdownNow()).containsExactly((Runnable) delayed);

            assertThat(List.of(running.isCancelled(), delayed.isCancelled())).containsExactly(true, true);
            millis(1);
            assertThat(executor.isTerminated()).isTrue();
        });

        assertThat(log).isEmpty();
    }

    @Test
    void closedLoopEndsItsExecutors() {
        var loop = new EventLoop(OnLoop.options());
        var executor = LoopExecutor.of(loop);
        Future<String> left = executor.submit(() -> "never run");

        loop.close();

        assertThat(executor.isTerminated()).isTrue();
        assertThat(left.exceptionNow()).isInstanceOf(LoopClosedException.class);
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.execute(() -> {}));
    }

    // --- blocking calls --------------------------------------------------------------------------

    @Test
    void anotherThreadMayWaitForJobsAndForTheEnd() {
        OnLoop.run(() -> {
            var executor = LoopExecutor.of(EventLoop.current());

            List<String> values = Threads.toThread(() -> {
                var all = new ArrayList<String>();
                List<Callable<String>> bodies = List.of(() -> "a", () -> "b");
                for (Future<String> job : executor.invokeAll(bodies)) {
                    all.add(job.get());
                }
                all.add(executor.invokeAny(List.of(() -> "any")));
                executor.close();
                return all;
            });

            assertThat(values).containsExactly("a", "b", "any");
            assertThat(executor.isTerminated()).isTrue();
        });
    }

    @Test
    void blockingCallsOnTheLoopsOwnThreadAreErrors() {
        OnLoop.run(() -> {
            var executor = LoopExecutor.of(EventLoop.current());
            Future<String> job = executor.submit(() -> "value");
            List<Callable<String>> bodies = List.of(() -> "a");

            assertThatIllegalStateException().isThrownBy(job::get);
            assertThatIllegalStateException().isThrownBy(() -> job.get(1, SECONDS));
            assertThatIllegalStateException().isThrownBy(() -> executor.invokeAll(bodies));
            assertThatIllegalStateException().isThrownBy(() -> executor.invokeAll(bodies, 1, SECONDS));
            assertThatIllegalStateException().isThrownBy(() -> executor.invokeAny(bodies));
            assertThatIllegalStateException().isThrownBy(() -> executor.invokeAny(bodies, 1, SECONDS));
            assertThatIllegalStateException().isThrownBy(() -> executor.awaitTermination(1, SECONDS));
            assertThatIllegalStateException().isThrownBy(executor::close);
            assertThat(executor.isShutdown()).isFalse();
        });
    }

    @Test
    void errorsReachAnotherThreadAsExecutionExceptions() {
        OnLoop.run(() -> {
            var executor = LoopExecutor.of(EventLoop.current());

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> Threads.toThread(() -> executor.submit(() -> {
                                throw new IOException("disk");
                            })
                            .get()))
                    .withCauseInstanceOf(IOException.class);
        });
    }
}
