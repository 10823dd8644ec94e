package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.task.VirtualRun.millis;
import static rondo.task.VirtualRun.run;
import static rondo.task.VirtualRun.yieldOnce;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rondo.group.Shield;
import rondo.loop.EventLoop;

/// What does `waitFor` give, when, and what has become of the work by then?
final class WaitForTest {
    private List<String> trail;

    @BeforeEach
    void emptyTrail() {
        trail = new ArrayList<>();
    }

    /// Runs for 200 ms whatever happens, eating every cancel.
    private int stubborn() {
        long end = now() + millis(200).toNanos();
        while (now() < end) {
            try {
                Sleep.sleep(Duration.ofNanos(end - now()));
            } catch (CancelledError e) {
                trail.add("ate a cancel");
            }
        }
        trail.add("exited");
        return 1;
    }

    private int sleepLong() {
        trail.add("started");
        try {
            Sleep.sleep(millis(10_000));
        } finally {
            trail.add("ended");
        }
        return 1;
    }

    private static long now() {
        return EventLoop.current().time();
    }

    private static void assertTimesOut(Awaitable<Integer> what, Duration timeout) {
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> WaitFor.waitFor(what, timeout))
                .withCauseInstanceOf(CancelledError.class);
    }

    @Test
    void cancelledWaitsForWorkThatEatsTheCancel() {
        run(() -> {
            var waiting = Task.start(() -> WaitFor.waitFor(this::stubborn, millis(400)));
            yieldOnce();
            waiting.cancel();

            assertThat(waiting.await()).isEqualTo(1);

            assertThat(trail).containsExactly("ate a cancel", "exited");
            assertThat(now()).isEqualTo(millis(200).toNanos());
        });
    }

    @Test
    void takesLongerThanItsTimeoutIfTheWorkDoes() {
        run(() -> {
            assertThat(WaitFor.waitFor(this::stubborn, millis(100))).isEqualTo(1);

            assertThat(trail).containsExactly("ate a cancel", "exited");
            assertThat(now()).isEqualTo(millis(200).toNanos());
        });
    }

    @Test
    void withoutTimeGivesWhatIsThereAlready() {
        run(() -> {
            var future = new Future<String>();
            future.setResult("done");

            assertThat(WaitFor.waitFor(future, Duration.ZERO)).isEqualTo("done");
        });
    }

    @Test
    void withoutTimeNeverStartsACoroutine() {
        run(() -> {
            assertTimesOut(this::sleepLong, Duration.ZERO);

            assertThat(trail).isEmpty();
        });
    }

    @Test
    void withoutTimeCancelsATaskAndWaitsForItsEnd() {
        for (var timeout : List.of(Duration.ZERO, millis(-1_000))) {
            emptyTrail();
            run(() -> {
                var task = Task.start(this::sleepLong);
                yieldOnce();

                assertTimesOut(task, timeout);

                assertThat(task.cancelled()).isTrue();
                assertThat(trail).containsExactly("started", "ended");
            });
        }
    }

    @Test
    void cancelsThatVeryTaskAndWaitsForItsEnd() {
        run(() -> {
            var task = Task.start(this::sleepLong);

            assertTimesOut(task, millis(100));

            assertThat(task.cancelled()).isTrue();
            assertThat(trail).containsExactly("started", "ended");
            assertThat(now()).isEqualTo(millis(100).toNanos());
        });
    }

    @Test
    void cancelsThatVeryFuture() {
        run(() -> {
            var future = new Future<Integer>();

            assertTimesOut(future, millis(100));

            assertThat(future.cancelled()).isTrue();
        });
    }

    @Test
    void withoutALimitJustAwaits() {
        run(() -> assertThat(WaitFor.waitFor(() -> "done", null)).isEqualTo("done"));
    }

    @Test
    void runsACoroutineInTheCallingTask() {
        run(() -> {
            Task<?> caller = Task.current();

            assertThat(WaitFor.<Task<?>>waitFor(Task::current, millis(100))).isSameAs(caller);
        });
    }

    @Test
    void givesAResultThatComesInTime() {
        run(() -> {
            var future = new Future<String>();
            EventLoop.current().callSoon(() -> future.setResult("ok"));

            assertThat(WaitFor.waitFor(future, millis(200))).isEqualTo("ok");
            assertThat(now()).isZero();
        });
    }

    @Test
    void givesTheValueOfACoroutineThatCatchesTheCancel() {
        run(() -> {
            int value = WaitFor.waitFor(
                    () -> {
                        assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Sleep.sleep(millis(1_000)));
                        return 1;
                    },
                    millis(10));

            assertThat(value).isEqualTo(1);
            assertThat(Task.current().cancelling()).isZero();
        });
    }

    @Test
    void givesTheValueOfACoroutineThatReturnsFromItsCatch() {
        run(() -> {
            int value = WaitFor.waitFor(
                    () -> {
                        try {
                            return sleepLong();
                        } catch (CancelledError e) {
                            return 42;
                        }
                    },
                    millis(100));

            assertThat(value).isEqualTo(42);
        });
    }

    /// Takes 1 ms to clean up.
    private int cleansUpSlowly() {
        try {
            return sleepLong();
        } catch (CancelledError e) {
            Sleep.sleep(millis(1));
            trail.add("cleaned up");
            throw e;
        }
    }

    @Test
    void waitsForATaskThatCleansUp() {
        run(() -> {
            var task = Task.start(this::cleansUpSlowly);

            assertTimesOut(task, millis(1));

            assertThat(trail).containsExactly("started", "ended", "cleaned up");
            assertThat(now()).isEqualTo(millis(2).toNanos());
        });
    }

    @Test
    void withoutTimeWaitsForATaskThatCleansUp() {
        run(() -> {
            var task = Task.start(this::cleansUpSlowly);
            Sleep.sleep(millis(1));

            assertTimesOut(task, Duration.ZERO);

            assertThat(trail).containsExactly("started", "ended", "cleaned up");
            assertThat(now()).isEqualTo(millis(2).toNanos());
        });
    }

    @Test
    void letsAnErrorOfTheCleanUpPass() {
        var error = new IOException("clean-up failed");
        run(() -> {
            var task = Task.start(() -> {
                try {
                    return sleepLong();
                } catch (CancelledError e) {
                    throw error;
                }
            });

            assertThatThrownBy(() -> WaitFor.waitFor(task, millis(1)))
                    .isSameAs(error)
                    .satisfies(
                            e -> assertThat(e.getSuppressed()).singleElement().isInstanceOf(TimeoutException.class));
        });
    }

    private static void assertCancelGoesDown(@Nullable Duration timeout) {
        run(() -> {
            Task<Integer> task = Task.start(() -> new Future<Integer>().await());
            var waiting = Task.start(() -> WaitFor.waitFor(task, timeout));
            EventLoop.current().callSoon(() -> waiting.cancel());

            assertThatExceptionOfType(CancelledError.class).isThrownBy(waiting::await);

            assertThat(waiting.cancelled()).isTrue();
            assertThat(task.cancelled()).isTrue();
        });
    }

    @Test
    void cancelledWithoutALimitCancelsTheWork() {
        assertCancelGoesDown(null);
    }

    @Test
    void cancelledWithALimitCancelsTheWork() {
        assertCancelGoesDown(millis(60_000));
    }

    @Test
    void cancelledAsTheWorkEndsIsStillCancelled() {
        run(() -> {
            var inner = Task.start(() -> "done");
            var waiting = Task.start(() -> {
                WaitFor.waitFor(inner, millis(100_000));
                Sleep.sleep(millis(1_000));
                trail.add("reached the end");
                return 1;
            });
            yieldOnce();

            waiting.cancel();

            assertThatExceptionOfType(CancelledError.class).isThrownBy(waiting::await);
            assertThat(inner.await()).isEqualTo("done");
            assertThat(trail).isEmpty();
        });
    }

    private static Task<String> shieldedSleeper() {
        return Task.start(() -> {
            Sleep.sleep(millis(100));
            return "done";
        });
    }

    @Test
    void withoutTimeLeavesAShieldedTaskRunning() {
        run(() -> {
            var task = shieldedSleeper();

            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> WaitFor.waitFor(() -> Shield.shield(task), Duration.ZERO));

            assertThat(task.done()).isFalse();
            assertThat(task.await()).isEqualTo("done");
        });
    }

    @Test
    void withoutALimitGivesWhatAShieldedTaskGives() {
        run(() -> {
            var task = shieldedSleeper();

            assertThat(WaitFor.<String>waitFor(() -> Shield.shield(task), null)).isEqualTo("done");

            assertThat(task.done()).isTrue();
        });
    }

    @Test
    void leavesAShieldedTaskRunning() {
        run(() -> {
            var task = shieldedSleeper();

            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> WaitFor.waitFor(() -> Shield.shield(task), millis(10)));

            assertThat(task.done()).isFalse();
            assertThat(task.await()).isEqualTo("done");
            assertThat(EventLoop.current().time()).isEqualTo(millis(100).toNanos());
        });
    }
}
