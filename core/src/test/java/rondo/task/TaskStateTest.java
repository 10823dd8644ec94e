package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.task.TaskState.AWAITING;
import static rondo.task.TaskState.CANCELLED;
import static rondo.task.TaskState.DONE;
import static rondo.task.TaskState.PENDING;
import static rondo.task.TaskState.RUNNING;
import static rondo.task.VirtualRun.onLoop;
import static rondo.task.VirtualRun.start;
import static rondo.task.VirtualRun.tick;
import static rondo.task.VirtualRun.yieldOnce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;

/// The task lifecycle diagram: a test for each of its arrows, and one for each arrow that must not exist.
///
/// The diagram's *Coroutine* is an `Awaitable` that is no task yet, and its *Task* the moment of creation. Its
/// arrows by `task.cancel()` are requests: the state changes when the [CancelledError] has ended the body.
final class TaskStateTest {
    /// What bodies note while they run.
    private final List<Object> seen = new ArrayList<>();

    /// A task that is suspended on a future.
    private static Task<Integer> awaiting(EventLoop loop, Future<Integer> future) {
        var task = start(loop, future);
        tick(loop);
        assertThat(task.state()).isEqualTo(AWAITING);
        return task;
    }

    private Task<Integer> done(EventLoop loop) {
        Task<Integer> task = start(loop, () -> {
            seen.add("ran");
            return 7;
        });
        tick(loop);
        assertThat(task.state()).isEqualTo(DONE);
        return task;
    }

    private Task<Integer> cancelled(EventLoop loop) {
        Task<Integer> task = start(loop, () -> {
            seen.add("ran");
            return new Future<Integer>(loop).await();
        });
        tick(loop);
        task.cancel();
        tick(loop);
        assertThat(task.state()).isEqualTo(CANCELLED);
        return task;
    }

    // --- the arrows ------------------------------------------------------------------------------

    @Test
    void nothingToCoroutineWritingABodyRunsNothing() {
        Awaitable<Integer> coroutine = () -> {
            seen.add("ran");
            return 7;
        };

        assertThat(coroutine).isNotNull();
        assertThat(seen).isEmpty();
    }

    @Test
    void coroutineToTaskCreateTaskWrapsIt() throws Exception {
        onLoop(loop -> {
            Awaitable<Integer> coroutine = () -> 7;

            var task = start(loop, coroutine);

            assertThat(task.done()).isFalse();
            assertThat(Task.all(loop)).containsExactly(task);
        });
    }

    @Test
    void taskToPendingItIsScheduledOnTheLoop() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> seen.add("ran"));

            assertThat(task.state()).isEqualTo(PENDING);
            assertThat(seen).isEmpty();
        });
    }

    @Test
    void pendingToRunningTheLoopPicksTheTask() throws Exception {
        onLoop(loop -> {
            start(loop, () -> seen.add(Task.current().state()));

            tick(loop);

            assertThat(seen).containsExactly(RUNNING);
        });
    }

    @Test
    void runningToAwaitingItHitsAnAwait() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);
            var task = start(loop, () -> {
                seen.add(Task.current().state());
                return future.await();
            });

            tick(loop);

            assertThat(seen).containsExactly(RUNNING);
            assertThat(task.state()).isEqualTo(AWAITING);
        });
    }

    @Test
    void awaitingToPendingTheAwaitedResultIsReady() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);
            var task = awaiting(loop, future);

            future.setResult(7);

            assertThat(task.state()).isEqualTo(PENDING);
        });
    }

    @Test
    void runningToDoneItReturnsAValue() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> 7);

            tick(loop);

            assertThat(task.state()).isEqualTo(DONE);
            assertThat(task.result()).isEqualTo(7);
        });
    }

    @Test
    void runningToDoneItThrowsAnError() throws Exception {
        onLoop(loop -> {
            var error = new IOException("spam");
            var task = start(loop, () -> {
                throw error;
            });

            tick(loop);

            assertThat(task.state()).isEqualTo(DONE);
            assertThat(task.exception()).isSameAs(error);
        });
    }

    @Test
    void runningToCancelledItCancelsItself() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> {
                Task.current().cancel();
                seen.add(Task.current().state());
                return 7;
            });

            tick(loop);

            assertThat(seen).as("a request changes no state").containsExactly(RUNNING);
            assertThat(task.state()).isEqualTo(CANCELLED);
        });
    }

    @Test
    void awaitingToCancelledTheErrorIsThrownAtTheAwait() throws Exception {
        onLoop(loop -> {
            var task = awaiting(loop, new Future<>(loop));

            assertThat(task.cancel()).isTrue();
            assertThat(task.state()).as("a request ends nothing yet").isNotEqualTo(CANCELLED);
            tick(loop);

            assertThat(task.state()).isEqualTo(CANCELLED);
        });
    }

    @Test
    void pendingToCancelledBeforeItsFirstStep() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> seen.add("ran"));

            assertThat(task.cancel()).isTrue();
            assertThat(task.state()).as("a request changes no state").isEqualTo(PENDING);
            tick(loop);

            assertThat(task.state()).isEqualTo(CANCELLED);
            assertThat(seen).isEmpty();
        });
    }

    @Test
    void pendingToCancelledWithAReadyResultWhichIsDropped() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);
            var task = awaiting(loop, future);
            future.setResult(7);
            assertThat(task.state()).isEqualTo(PENDING);

            task.cancel();
            tick(loop);

            assertThat(task.state()).isEqualTo(CANCELLED);
        });
    }

    @Test
    void doneToNothingTheResultCanBeRead() throws Exception {
        onLoop(loop -> {
            assertThat(done(loop).result()).isEqualTo(7);
            assertThat(Task.all(loop)).isEmpty();
        });
    }

    @Test
    void cancelledToNothingReadingTheResultRaises() throws Exception {
        onLoop(loop -> {
            assertThatThrownBy(cancelled(loop)::result).isInstanceOf(CancelledError.class);
            assertThat(Task.all(loop)).isEmpty();
        });
    }

    // --- the arrows that must not exist ----------------------------------------------------------

    @Test
    void noArrowCoroutineToRunning() throws Exception {
        onLoop(loop -> {
            Awaitable<Boolean> coroutine = () -> seen.add("ran");

            tick(loop);

            assertThat(coroutine).isNotNull();
            assertThat(seen).as("only a task, or a task's await, runs it").isEmpty();
        });
    }

    @Test
    void noArrowTaskToRunning() throws Exception {
        onLoop(loop -> {
            start(loop, () -> {
                var child = start(loop, () -> seen.add("child"));
                seen.add(child.state());
                return 1;
            });

            tick(loop);

            assertThat(seen).as("creation runs nothing").containsExactly(PENDING);
        });
    }

    @Test
    void noArrowPendingToAwaiting() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);
            var task = start(loop, () -> {
                seen.add(Task.current().state());
                return future.await();
            });
            loop.callSoon(() -> seen.add(task.state()));

            assertThat(task.state()).isEqualTo(PENDING);
            tick(loop);

            assertThat(seen).as("it ran first").containsExactly(RUNNING, AWAITING);
        });
    }

    @Test
    void noArrowPendingToDone() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> seen.add("ran"));

            assertThatThrownBy(() -> task.setResult(true)).isInstanceOf(IllegalStateException.class);

            assertThat(task.state()).as("nobody ends it from outside").isEqualTo(PENDING);
            tick(loop);
            assertThat(task.state()).isEqualTo(DONE);
            assertThat(seen).containsExactly("ran");
        });
    }

    @Test
    void noArrowRunningToPendingAYieldGoesThroughAwaiting() throws Exception {
        assertThat(RUNNING.mayBecome(PENDING)).isFalse();
        onLoop(loop -> {
            var task = start(loop, () -> {
                yieldOnce();
                return 1;
            });

            tick(loop);

            assertThat(task.state()).as("its awaited result is there at once").isEqualTo(PENDING);
            tick(loop);
            assertThat(task.state()).isEqualTo(DONE);
        });
    }

    @Test
    void noArrowAwaitingToRunning() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);
            var task = awaiting(loop, future);
            loop.callSoon(() -> {
                future.setResult(7);
                seen.add(task.state());
            });

            tick(loop);
            assertThat(seen).as("a result resumes nobody at once").containsExactly(PENDING);
            assertThat(task.state()).as("not even in the same tick").isEqualTo(PENDING);

            tick(loop);
            assertThat(task.state()).isEqualTo(DONE);
        });
    }

    @Test
    void noArrowAwaitingToDone() throws Exception {
        onLoop(loop -> {
            var task = awaiting(loop, new Future<>(loop));

            assertThatThrownBy(() -> task.setResult(7)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> task.setException(new IOException("spam")))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(task.state()).isEqualTo(AWAITING);
        });
    }

    @Test
    void noArrowAwaitingToCancelledWhileTheBodyCatchesTheError() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> {
                try {
                    return new Future<Integer>(loop).await();
                } catch (CancelledError e) {
                    seen.add(Task.current().state());
                    return 7;
                }
            });
            tick(loop);

            task.cancel();
            tick(loop);

            assertThat(seen).containsExactly(RUNNING);
            assertThat(task.state()).isEqualTo(DONE);
        });
    }

    private void assertStays(EventLoop loop, Task<Integer> task, TaskState end) {
        tick(loop);
        tick(loop);
        assertThat(task.state()).isEqualTo(end);
        assertThat(seen).containsExactly("ran");
    }

    @Test
    void noArrowDoneToPending() throws Exception {
        onLoop(loop -> {
            var task = done(loop);

            task.addDoneCallback(ended -> ended.markRetrieved());
            task.uncancel();

            assertThat(task.state()).isEqualTo(DONE);
            assertStays(loop, task, DONE);
        });
    }

    @Test
    void noArrowDoneToRunning() throws Exception {
        onLoop(loop -> {
            var task = done(loop);
            start(loop, task);

            assertStays(loop, task, DONE);
        });
    }

    @Test
    void noArrowDoneToAwaiting() throws Exception {
        onLoop(loop -> {
            var task = done(loop);
            assertThatThrownBy(task::await)
                    .as("not by an await outside a task")
                    .isInstanceOf(IllegalStateException.class);

            assertStays(loop, task, DONE);
        });
    }

    @Test
    void noArrowDoneToCancelled() throws Exception {
        onLoop(loop -> {
            var task = done(loop);

            assertThat(task.cancel()).isFalse();

            assertStays(loop, task, DONE);
            assertThat(task.result()).isEqualTo(7);
        });
    }

    @Test
    void noArrowCancelledToPending() throws Exception {
        onLoop(loop -> {
            var task = cancelled(loop);

            task.uncancel();

            assertStays(loop, task, CANCELLED);
        });
    }

    @Test
    void noArrowCancelledToRunning() throws Exception {
        onLoop(loop -> {
            var task = cancelled(loop);
            start(loop, () -> {
                assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
                return 1;
            });

            assertStays(loop, task, CANCELLED);
        });
    }

    @Test
    void noArrowCancelledToAwaiting() throws Exception {
        onLoop(loop -> {
            var task = cancelled(loop);

            assertThat(task.awaiting()).isNull();

            assertStays(loop, task, CANCELLED);
        });
    }

    @Test
    void noArrowCancelledToDone() throws Exception {
        onLoop(loop -> {
            var task = cancelled(loop);

            assertThatThrownBy(() -> task.setResult(7)).isInstanceOf(IllegalStateException.class);
            assertThat(task.cancel()).isFalse();

            assertStays(loop, task, CANCELLED);
        });
    }

    @Test
    void theOneMethodThatChangesTheStateKnowsExactlyTheseArrows() {
        List<String> arrows = new ArrayList<>();
        for (TaskState from : TaskState.values()) {
            for (TaskState to : TaskState.values()) {
                if (from.mayBecome(to)) {
                    arrows.add(from + ">" + to);
                }
            }
        }

        assertThat(arrows)
                .containsExactly(
                        "PENDING>RUNNING",
                        "PENDING>CANCELLED",
                        "RUNNING>AWAITING",
                        "RUNNING>DONE",
                        "RUNNING>CANCELLED",
                        "AWAITING>PENDING");
    }
}
