package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.task.VirtualRun.finish;
import static rondo.task.VirtualRun.onLoop;
import static rondo.task.VirtualRun.start;
import static rondo.task.VirtualRun.tick;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;

/// What does a future say in each of its states, and what does it refuse?
final class FutureTest {
    @Test
    void isPendingUntilItIsCancelled() throws Exception {
        onLoop(loop -> {
            var future = new Future<String>(loop);

            assertThat(future.done()).isFalse();
            assertThat(future.cancelled()).isFalse();

            future.cancel();
            assertThat(future.cancelled()).isTrue();
        });
    }

    @Test
    void withoutALoopIsRefusedWhereNoneRuns() {
        assertThatThrownBy(Future::new).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void withoutALoopBelongsToTheOneThatRuns() {
        VirtualRun.run(() -> assertThat(new Future<>().loop()).isSameAs(EventLoop.current()));
    }

    @Test
    void canBeMadeForALoopThatDoesNotRun() throws Exception {
        onLoop(loop -> assertThat(new Future<>(loop).loop()).isSameAs(loop));
    }

    @Test
    void refusesEverythingOnceCancelled() throws Exception {
        onLoop(loop -> {
            var future = new Future<String>(loop);

            assertThat(future.cancel()).isTrue();

            assertThat(future.done()).isTrue();
            assertThat(future.cancelled()).isTrue();
            assertThatThrownBy(future::result).isInstanceOf(CancelledError.class);
            assertThatThrownBy(future::exception).isInstanceOf(CancelledError.class);
            assertRefusesAnOutcome(future, "late");
            assertThat(future.cancel()).isFalse();
        });
    }

    @Test
    void givesItsResultAndRefusesAnother() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);
            assertThatExceptionOfType(InvalidStateException.class).isThrownBy(future::result);

            future.setResult(42);

            assertThat(future.done()).isTrue();
            assertThat(future.cancelled()).isFalse();
            assertThat(future.result()).isEqualTo(42);
            assertThat(future.exception()).isNull();
            assertRefusesAnOutcome(future, 43);
            assertThat(future.cancel()).isFalse();
        });
    }

    @Test
    void givesItsExceptionAsItIsAndRefusesAnother() throws Exception {
        onLoop(loop -> {
            var error = new IllegalArgumentException("spam");
            var future = new Future<String>(loop);
            assertThatExceptionOfType(InvalidStateException.class).isThrownBy(future::exception);

            future.setException(error);

            assertThat(future.done()).isTrue();
            assertThat(future.cancelled()).isFalse();
            assertThatThrownBy(future::result).isSameAs(error);
            assertThat(future.exception()).isSameAs(error);
            assertRefusesAnOutcome(future, "late");
            assertThat(future.cancel()).isFalse();
        });
    }

    @Test
    void outcomeIsRefusedToAnotherThreadWhileTheLoopRuns() {
        VirtualRun.run(() -> {
            var future = new Future<Integer>();
            future.setResult(42);
            var task = Task.current();

            assertThat(refusalOnAnotherThread(future::result)).contains("go through callSoonThreadsafe");
            assertThat(refusalOnAnotherThread(future::exception)).contains("go through callSoonThreadsafe");
            assertThat(refusalOnAnotherThread(() -> VirtualRun.run(future)))
                    .contains("event loop 'main' was used from");
            assertThat(refusalOnAnotherThread(() -> task.name("elsewhere"))).contains("go through callSoonThreadsafe");
            assertThat(future.result()).isEqualTo(42);
        });
    }

    @Test
    void outcomeCanBeReadAnywhereOnceTheLoopStands() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);
            future.setResult(42);

            assertThat(refusalOnAnotherThread(() -> assertThat(future.result()).isEqualTo(42)))
                    .isEqualTo("nothing was refused");
        });
    }

    /// Makes a call on another thread; gives what it was refused with.
    private static String refusalOnAnotherThread(Runnable call) throws InterruptedException {
        var refusal = new CompletableFuture<String>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        call.run();
                        refusal.complete("nothing was refused");
                    } catch (Throwable e) {
                        refusal.complete(String.valueOf(e.getMessage()));
                    }
                })
                .join();
        return refusal.join();
    }

    private static <T> void assertRefusesAnOutcome(Future<T> future, T value) {
        assertThatExceptionOfType(InvalidStateException.class).isThrownBy(() -> future.setResult(value));
        assertThatExceptionOfType(InvalidStateException.class)
                .isThrownBy(() -> future.setException(new IllegalArgumentException("late")));
    }

    @Test
    void givesTheCancelMessageToWhoAwaitsIt() throws Exception {
        onLoop(loop -> {
            var future = new Future<String>(loop);
            future.cancel("no longer needed");
            var task = start(loop, future);

            assertThatExceptionOfType(CancelledError.class)
                    .isThrownBy(() -> finish(task))
                    .satisfies(error -> assertThat(error.cancelMessage()).isEqualTo("no longer needed"));
        });
    }

    @Test
    void doneIsAwaitedWithoutSuspending() {
        VirtualRun.run(() -> {
            List<Object> order = new ArrayList<>();
            var future = new Future<Integer>();
            future.setResult(42);
            EventLoop.current().callSoon(() -> order.add("callback"));

            order.add(future.await());
            order.add(future.await());

            assertThat(order).containsExactly(42, 42);
        });
    }

    @Test
    void suspendsTheFirstAwaitOnly() throws Exception {
        onLoop(loop -> {
            List<Object> order = new ArrayList<>();
            var future = new Future<Integer>(loop);
            var task = start(loop, () -> {
                order.add("A");
                order.add("B" + future.await());
                order.add("C" + future.await());
                return null;
            });

            tick(loop);
            assertThat(order).containsExactly("A");

            future.setResult(42);
            tick(loop);
            assertThat(order).containsExactly("A", "B42", "C42");
            assertThat(task.done()).isTrue();
        });
    }

    @Test
    void givesAListAsOneValue() {
        var value = VirtualRun.run(() -> {
            var future = new Future<Map.Entry<Integer, Integer>>();
            future.setResult(Map.entry(1, 2));
            return future.await();
        });

        assertThat(value).isEqualTo(Map.entry(1, 2));
    }

    @Test
    void printsItsStateAndOutcome() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);
            assertThat(future).hasToString("Future[pending]");
            future.setResult(4);
            assertThat(future).hasToString("Future[done: 4]");

            var cancelled = new Future<Integer>(loop);
            cancelled.cancel();
            assertThat(cancelled).hasToString("Future[cancelled]");

            var failed = new Future<Integer>(loop);
            failed.setException(new ArithmeticException("1/0"));
            assertThat(failed).hasToString("Future[failed: java.lang.ArithmeticException: 1/0]");
            failed.markRetrieved();
        });
    }

    @Test
    void cannotBeAwaitedInACallback() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);

            Throwable refusal = VirtualRun.inCallback(loop, l -> {
                try {
                    future.await();
                    return new AssertionError("awaited in a callback");
                } catch (IllegalStateException e) {
                    return e;
                }
            });

            assertThat(refusal).isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void refusesNullForAnErrorOrACallback() throws Exception {
        onLoop(loop -> {
            var future = new Future<String>(loop);

            assertThatNullPointerException()
                    .isThrownBy(() -> future.setException(nothing()))
                    .withMessage("the error is null; use setResult(null) where there is none");
            assertThatNullPointerException()
                    .isThrownBy(() -> future.addDoneCallback(nothing()))
                    .withMessage("the callback is null");
            assertThat(future.done()).isFalse();
        });
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without such checks may pass
    private static <T> T nothing() {
        return null;
    }
}
