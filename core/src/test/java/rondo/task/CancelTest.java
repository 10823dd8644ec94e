package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static rondo.task.VirtualRun.finish;
import static rondo.task.VirtualRun.millis;
import static rondo.task.VirtualRun.onLoop;
import static rondo.task.VirtualRun.start;
import static rondo.task.VirtualRun.tick;
import static rondo.task.VirtualRun.yieldOnce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;

/// Where does a cancel arrive, and what comes of it?
final class CancelTest {
    private static void assertEndsCancelled(Task<?> task) {
        assertThatThrownBy(() -> finish(task)).isInstanceOf(CancelledError.class);
        assertThat(task.done()).isTrue();
        assertThat(task.cancelled()).isTrue();
        assertThat(task.cancel()).as("a done task refuses").isFalse();
    }

    private static void assertCancelledWith(@Nullable String message, Throwable thrown) {
        assertThat(thrown)
                .asInstanceOf(type(CancelledError.class))
                .extracting(CancelledError::cancelMessage)
                .isEqualTo(message);
    }

    @Test
    void endsASleepingTask() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> {
                Sleep.sleep(millis(10_000));
                return 12;
            });
            loop.callSoon(task::cancel);

            assertEndsCancelled(task);
            assertThat(loop.time()).isZero();
        });
    }

    @Test
    void endsATaskBetweenTwoYields() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> {
                yieldOnce();
                yieldOnce();
                return 12;
            });
            tick(loop);

            task.cancel();

            assertEndsCancelled(task);
        });
    }

    @Test
    void beforeTheFirstStepRunsNothingOfTheBody() throws Exception {
        onLoop(loop -> {
            List<String> ran = new ArrayList<>();
            var task = start(loop, () -> ran.add("body"));

            task.cancel("my message");

            assertThatThrownBy(() -> finish(task)).satisfies(e -> assertCancelledWith("my message", e));
            assertThat(ran).isEmpty();
        });
    }

    @Test
    void messageReachesWhoReadsTheResult() {
        for (String message : new String[] {null, "my message"}) {
            var cancelled = cancelledSleeper(message);

            assertThatThrownBy(cancelled::result).satisfies(e -> {
                assertCancelledWith(message, e);
                assertThat(e).hasNoCause();
            });
        }
    }

    @Test
    void messageReachesWhoReadsTheException() {
        for (String message : new String[] {null, "my message"}) {
            var cancelled = cancelledSleeper(message);

            assertThatThrownBy(cancelled::exception).satisfies(e -> {
                assertCancelledWith(message, e);
                assertThat(e).hasNoCause();
            });
        }
    }

    @Test
    void messageIsGoneAtTheSecondReading() {
        var cancelled = cancelledSleeper("my message");

        assertThatThrownBy(cancelled::result).satisfies(e -> assertCancelledWith("my message", e));
        assertThatThrownBy(cancelled::result).satisfies(e -> assertCancelledWith(null, e));
    }

    private static Task<Integer> cancelledSleeper(@Nullable String message) {
        return VirtualRun.run(() -> {
            Task<Integer> task = Task.start(CancelTest::sleepLong);
            yieldOnce();
            task.cancel(message);
            yieldOnce();
            yieldOnce();
            return task;
        });
    }

    private static int sleepLong() {
        Sleep.sleep(millis(10_000));
        return 1;
    }

    @Test
    void messageOfATaskThatHasNotStartedReachesWhoReadsTheException() {
        VirtualRun.run(() -> {
            Task<Integer> task = Task.start(CancelTest::sleepLong);
            task.cancel("my message");
            yieldOnce();

            assertThatThrownBy(task::exception).satisfies(e -> assertCancelledWith("my message", e));
        });
    }

    @Test
    void mayBecomeTheCauseOfAnotherError() {
        assertThatThrownBy(() -> VirtualRun.run(() -> {
                    Task<Integer> inner = Task.start(CancelTest::sleepLong);
                    yieldOnce();
                    EventLoop.current().callSoon(() -> inner.cancel("msg"));
                    try {
                        return inner.await();
                    } catch (CancelledError e) {
                        throw new IOException("cancelled", e);
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("cancelled")
                .cause()
                .satisfies(e -> assertCancelledWith("msg", e));
    }

    @Test
    void ofTheAwaitedFutureEndsTheTask() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);
            var task = start(loop, future);
            tick(loop);

            future.cancel();

            assertEndsCancelled(task);
            assertThat(future.cancelled()).isTrue();
        });
    }

    @Test
    void ofBothTheTaskAndItsFutureEndsBoth() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);
            var task = start(loop, future);
            tick(loop);

            future.cancel();
            task.cancel();

            assertEndsCancelled(task);
            assertThat(future.cancelled()).isTrue();
        });
    }

    @Test
    void ofTheTaskCancelsTheFutureItAwaits() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);
            var task = start(loop, future);
            tick(loop);

            task.cancel();

            assertThat(future.cancelled()).isTrue();
            assertThat(task.cancelled()).as("it is only a request").isFalse();
            assertEndsCancelled(task);
        });
    }

    @Test
    void caughtLetsTheTaskReturn() throws Exception {
        onLoop(loop -> {
            var fut1 = new Future<Integer>(loop);
            var fut2 = new Future<Integer>(loop);
            var task = start(loop, () -> {
                fut1.await();
                try {
                    return fut2.await();
                } catch (CancelledError e) {
                    return 42;
                }
            });
            tick(loop);
            fut1.setResult(1);
            tick(loop);

            task.cancel();

            assertThat(fut2.cancelled()).isTrue();
            assertThat(finish(task)).isEqualTo(42);
            assertThat(task.cancelled()).isFalse();
        });
    }

    @Test
    void ignoredLetsTheTaskAwaitAgain() throws Exception {
        onLoop(loop -> {
            var fut1 = new Future<Integer>(loop);
            var fut2 = new Future<Integer>(loop);
            var task = start(loop, () -> {
                try {
                    fut1.await();
                } catch (CancelledError ignored) {
                    assertThat(ignored.cancelMessage()).isNull();
                }
                return fut2.await();
            });
            tick(loop);

            task.cancel();
            assertThat(fut1.cancelled()).isTrue();
            tick(loop);
            assertThat(task.done()).isFalse();
            fut2.setResult(42);

            assertThat(finish(task)).isEqualTo(42);
            assertThat(fut2.cancelled()).isFalse();
            assertThat(task.cancelled()).isFalse();
        });
    }

    @Test
    void ofItselfArrivesAtTheNextSuspension() throws Exception {
        onLoop(loop -> {
            List<String> order = new ArrayList<>();
            var task = start(loop, () -> {
                Task.current().cancel();
                order.add("still running");
                Sleep.sleep(millis(100));
                order.add("never");
                return 12;
            });
            assertThat(task.cancelled()).isFalse();

            assertEndsCancelled(task);
            assertThat(order).containsExactly("still running");
            assertThat(loop.time()).isZero();
        });
    }

    @Test
    void ofItselfJustBeforeItsEndDropsTheValue() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> {
                Task.current().cancel();
                return 12;
            });

            assertEndsCancelled(task);
        });
    }

    @Test
    void messageOfACancelThatCameWithTheReturnStaysAtEveryReading() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> {
                Task.current().cancel("too late");
                return 12;
            });

            assertThatThrownBy(() -> finish(task)).satisfies(e -> assertCancelledWith("too late", e));
            assertThatThrownBy(task::result).satisfies(e -> assertCancelledWith("too late", e));
        });
    }

    @Test
    void ofItselfGoesDownToTheTaskItThenAwaits() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);
            List<Task<Integer>> nested = new ArrayList<>();
            var task = start(loop, () -> {
                nested.add(Task.start(future));
                yieldOnce();
                Task.current().cancel();
                return nested.getFirst().await();
            });

            assertEndsCancelled(task);
            assertThat(nested.getFirst().cancelled()).isTrue();
            assertThat(future.cancelled()).isTrue();
        });
    }

    @Test
    void goesDownToTheInnermostAwaitAndComesBackUp() throws Exception {
        onLoop(loop -> {
            List<String> order = new ArrayList<>();
            var future = new Future<Integer>(loop);
            Awaitable<Integer> inner = () -> {
                try {
                    return future.await();
                } catch (CancelledError e) {
                    order.add("inner");
                    throw e;
                }
            };
            var task = start(loop, () -> {
                try {
                    return inner.await();
                } catch (CancelledError e) {
                    order.add("outer");
                    return 7;
                }
            });
            tick(loop);

            task.cancel();

            assertThat(finish(task)).isEqualTo(7);
            assertThat(order).containsExactly("inner", "outer");
            assertThat(future.cancelled()).isTrue();
        });
    }

    @Test
    void ofASleeperTakesNoLonger() {
        VirtualRun.run(() -> {
            var loop = EventLoop.current();
            Task<Integer> sleeper = Task.start(CancelTest::sleepLong);
            loop.callLater(millis(100), sleeper::cancel);

            assertThatExceptionOfType(CancelledError.class).isThrownBy(sleeper::await);

            assertThat(loop.time()).isEqualTo(millis(100).toNanos());
        });
    }

    @Test
    void errorCarriesTheVeryCancellerDownTheChainAndItsWords() {
        record Race(String winner) {
            @Override
            public String toString() {
                return "a race that " + winner + " has won";
            }
        }
        VirtualRun.run(() -> {
            var canceller = new Race("another");
            List<@Nullable Object> seen = new ArrayList<>();
            var sleeper = Task.start(CancelTest::sleepLong);
            var awaiting = Task.start(VoidBody.awaitable(() -> {
                try {
                    sleeper.await();
                } catch (CancelledError e) {
                    seen.add(e.canceller());
                    seen.add(e.cancelledBy());
                }
            }));
            yieldOnce();

            awaiting.cancel(null, canceller);
            awaiting.await();

            assertThat(seen.getFirst()).isSameAs(canceller);
            assertThat(seen.getLast()).isEqualTo("a race that another has won");
        });
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without such checks may pass
    void nobodyAsTheCancellerIsRefused() {
        VirtualRun.run(() -> {
            var future = new Future<Integer>();

            assertThatNullPointerException()
                    .isThrownBy(() -> future.cancel("stop", null))
                    .withMessageContaining("say who cancels");
            assertThat(future.done()).isFalse();
        });
    }
}
