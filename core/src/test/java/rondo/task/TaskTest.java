package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.task.VirtualRun.finish;
import static rondo.task.VirtualRun.onLoop;
import static rondo.task.VirtualRun.start;
import static rondo.task.VirtualRun.tick;
import static rondo.task.VirtualRun.yieldOnce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;

/// What becomes of a body that is made a task?
final class TaskTest {
    @Test
    void givesWhatItsBodyReturns() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> "ok");

            assertThat(finish(task)).isEqualTo("ok");
            assertThat(task.done()).isTrue();
            assertThat(task.result()).isEqualTo("ok");
        });
    }

    @Test
    void belongsToTheLoopItWasMadeOn() throws Exception {
        onLoop(one -> onLoop(other -> {
            assertThat(start(one, () -> 1).loop()).isSameAs(one);
            assertThat(start(other, () -> 1).loop()).isSameAs(other);
        }));
    }

    @Test
    void isAFuture() {
        assertThat(Future.class).isAssignableFrom(Task.class);
    }

    @Test
    void startedInATaskBelongsToTheRunningLoop() {
        VirtualRun.run(() -> {
            var task = Task.start(() -> 1);

            assertThat(task.loop()).isSameAs(EventLoop.current());
            assertThat(task.await()).isEqualTo(1);
        });
    }

    @Test
    void cannotBeStartedWhereNoLoopRuns() {
        assertThatThrownBy(() -> Task.start(() -> 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void cannotBeStartedOnAClosedLoopAndLeavesNoTrace() {
        var loop = new EventLoop(VirtualRun.options());
        loop.close();

        assertThatThrownBy(() -> start(loop, () -> 1)).isInstanceOf(LoopClosedException.class);
        assertThat(Task.all(loop)).isEmpty();
    }

    private static final class Answer implements Awaitable<Integer> {
        @Override
        public Integer await() {
            yieldOnce();
            return 42;
        }
    }

    @Test
    void canBeMadeOfAnyAwaitable() throws Exception {
        onLoop(loop -> {
            assertThat(finish(start(loop, new Answer()))).isEqualTo(42);
            assertThat(finish(start(loop, new Answer()))).isEqualTo(42);
        });
    }

    @Test
    void bodyHasNotBegunWhenStartReturns() {
        VirtualRun.run(() -> {
            List<String> order = new ArrayList<>();
            var task = Task.start(() -> order.add("body"));
            order.add("started");

            task.await();

            assertThat(order).containsExactly("started", "body");
        });
    }

    @Test
    void awaitsItsPartsInPlace() {
        var sum = VirtualRun.run(() -> {
            Awaitable<Integer> inner1 = () -> 42;
            Awaitable<Integer> inner2 = () -> 1000;
            return inner1.await() + inner2.await();
        });

        assertThat(sum).isEqualTo(1042);
    }

    @Test
    void keepsAFutureThatItsBodyReturnsAsAValue() throws Exception {
        onLoop(loop -> {
            var future = new Future<String>(loop);
            var returning = start(loop, () -> future);
            var setting = start(loop, () -> {
                future.setResult("test");
                return 1;
            });

            assertThat(finish(returning)).isSameAs(future);
            assertThat(finish(setting)).isEqualTo(1);
        });
    }

    @Test
    void goesOnWithTheResultOfTheFutureItAwaits() throws Exception {
        onLoop(loop -> {
            var future = new Future<Object>(loop);
            List<Object> seen = new ArrayList<>();
            var task = start(loop, () -> seen.add(future.await()));
            tick(loop);
            assertThat(task.done()).isFalse();

            var value = new Object();
            future.setResult(value);
            tick(loop);

            assertThat(seen).containsExactly(value);
            assertThat(task.done()).isTrue();
        });
    }

    @Test
    void cannotAwaitAFutureOfAnotherLoop() throws Exception {
        onLoop(other -> onLoop(loop -> {
            var foreign = new Future<String>(other);
            var task = start(loop, foreign);

            assertThatThrownBy(() -> finish(task)).isInstanceOf(IllegalStateException.class);
            assertThat(foreign.done()).isFalse();
        }));
    }

    @Test
    void cannotAwaitItself() {
        assertThatThrownBy(() -> VirtualRun.run(() -> Task.current().await()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAnOutcomeFromOutside() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> "ko");

            assertThatThrownBy(() -> task.setResult("ok")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> task.setException(new IOException("ok")))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(finish(task)).isEqualTo("ko");
        });
    }

    @Test
    void withoutANameIsNumberedInOrder() throws Exception {
        onLoop(loop -> {
            var first = start(loop, () -> 1);
            var second = start(loop, () -> 2);

            assertThat(first.name()).matches("Task-\\d+");
            assertThat(number(second)).isGreaterThan(number(first));
        });
    }

    private static int number(Task<?> task) {
        return Integer.parseInt(task.name().substring("Task-".length()));
    }

    @Test
    void hasTheNameItWasGiven() {
        VirtualRun.run(() -> {
            var task = Task.start(EventLoop.current(), () -> 1, TaskOptions.named("No-op"));

            assertThat(task.name()).isEqualTo("No-op");
            task.await();
        });
    }

    @Test
    void printsItsNameStateAndOutcome() throws Exception {
        onLoop(loop -> {
            var task = Task.start(loop, () -> "abc", TaskOptions.named("mine"));
            assertThat(task).hasToString("Task[mine, pending]");
            finish(task);
            assertThat(task).hasToString("Task[mine, done: abc]");

            var cancelled = Task.start(loop, () -> "abc", TaskOptions.named("other"));
            cancelled.cancel();
            assertThat(cancelled).hasToString("Task[other, pending, cancelling]");
            tick(loop);
            assertThat(cancelled.toString()).startsWith("Task[other, cancelled");

            var forger = Task.start(loop, () -> "a\nb", TaskOptions.named("c\nd\u001b[2J"));
            finish(forger);
            assertThat(forger).hasToString("Task[c\\u000ad\\u001b[2J, done: a\\u000ab]");
        });
    }

    @Test
    void printsItselfOnceThoughItsResultContainsIt() {
        var text = VirtualRun.run(() -> {
            Task<List<Task<?>>> task = Task.start(() -> Task.all(EventLoop.current()));
            assertThat(task.await()).contains(task);
            return task.toString();
        });

        assertThat(text).startsWith("Task[").contains("done: ");
    }

    @Test
    void tellsWhatItAwaits() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);
            var task = start(loop, future);
            assertThat(task.awaiting()).isNull();
            tick(loop);

            assertThat(task.awaiting()).isSameAs(future);

            future.setResult(1);
            finish(task);
            assertThat(task.awaiting()).isNull();
        });
    }

    @Test
    void failsWithTheVeryErrorOfItsBody() {
        var error = new IOException("checked");

        assertThatThrownBy(() ->
                        VirtualRun.run(() -> Task.start(() -> failWith(error)).await()))
                .isSameAs(error)
                .hasNoCause();
    }

    private static int failWith(Exception error) throws Exception {
        throw error;
    }

    @Test
    void errorKnowsNothingOfAnErrorBeingHandledWhereItIsAwaited() {
        VirtualRun.run(() -> {
            var failing = new IllegalArgumentException("inner");
            try {
                throw new IOException("outer");
            } catch (IOException handled) {
                var task = Task.start(() -> failWith(failing));

                assertThatThrownBy(task::await).isSameAs(failing).hasNoCause().hasNoSuppressedExceptions();
            }
        });
    }

    @Test
    void mayThrowTheErrorBeingHandledWithoutMakingARing() {
        VirtualRun.run(() -> {
            try {
                throw new IOException("outer");
            } catch (IOException handled) {
                var task = Task.start(() -> failWith(handled));

                assertThatThrownBy(task::await).isSameAs(handled).hasNoCause().hasNoSuppressedExceptions();
            }
        });
    }

    @Test
    void fatalErrorLeavesTheLoopAndIsKept() throws Exception {
        onLoop(loop -> {
            var fatal = new InternalError("the JVM is in trouble");
            var task = start(loop, () -> {
                try {
                    new Future<Integer>(loop).await();
                    return 1;
                } catch (CancelledError cancelled) {
                    throw fatal;
                }
            });
            tick(loop);
            task.cancel();
            assertThat(task.done()).isFalse();

            assertThatThrownBy(() -> tick(loop)).isSameAs(fatal);

            assertThat(task.done()).isTrue();
            assertThat(task.cancelled()).isFalse();
            assertThat(task.exception()).isSameAs(fatal);
        });
    }

    @Test
    void otherErrorFailsItsTaskOnly() {
        VirtualRun.run(() -> {
            var error = new StackOverflowError("deep");
            var task = Task.start(() -> {
                throw error;
            });

            assertThatThrownBy(task::await).isSameAs(error);
        });
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without such checks may pass
    void refusesNullForABodyBeforeThereIsATask() {
        VirtualRun.run(() -> {
            assertThatNullPointerException().isThrownBy(() -> Task.start(null)).withMessage("the task's body is null");
            assertThatNullPointerException()
                    .isThrownBy(() -> VoidBody.awaitable(null))
                    .withMessage("the body is null");
            assertThat(Task.all(EventLoop.current())).containsExactly(Task.current());
        });
    }
}
