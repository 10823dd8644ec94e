package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static rondo.task.VirtualRun.millis;
import static rondo.task.VirtualRun.onLoop;
import static rondo.task.VirtualRun.yieldOnce;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.group.Gather;
import rondo.group.TaskGroup;
import rondo.loop.EventLoop;

/// What does a task do whose first step runs inside its creation?
final class EagerTaskTest {
    private static <T extends @Nullable Object> Task<T> eager(Awaitable<? extends T> body) {
        return Task.start(EventLoop.current(), body, TaskOptions.defaults().withEager(true));
    }

    /// Runs a program on a loop on which every task is eager.
    private static <T extends @Nullable Object> T runEagerly(Awaitable<T> program) {
        return VirtualRun.run(() -> {
            Task.factory(EventLoop.current(), TaskFactory.EAGER);
            return program.await();
        });
    }

    @Test
    void factoryMakesEveryTaskOfTheLoopEager() {
        boolean done = runEagerly(() -> Task.start(() -> 1).done());

        assertThat(done).isTrue();
    }

    @Test
    void mayCompleteAFutureThatItsCreatorThenAwaits() {
        var value = VirtualRun.run(() -> {
            var future = new Future<String>();
            var task = eager(() -> {
                future.setResult("my message");
                return 1;
            });
            assertThat(task.done()).isTrue();
            return future.await();
        });

        assertThat(value).isEqualTo("my message");
    }

    @Test
    void isDoneAtOnceWhenItNeverSuspends() {
        VirtualRun.run(() -> {
            var task = eager(() -> "hello");

            assertThat(task.done()).isTrue();
            assertThat(task.await()).isEqualTo("hello");
        });
    }

    @Test
    void goesOnLikeAnyOtherAfterItsFirstSuspension() {
        VirtualRun.run(() -> {
            var task = eager(() -> {
                Sleep.sleep(millis(100));
                return "finished after blocking";
            });
            assertThat(task.done()).isFalse();

            assertThat(task.await()).isEqualTo("finished after blocking");
            assertThat(task.done()).isTrue();
        });
    }

    @Test
    void doneAtOnceCannotBeCancelled() {
        VirtualRun.run(() -> {
            var task = eager(() -> "finished without blocking");

            assertThat(task.cancel()).isFalse();

            assertThat(task.await()).isEqualTo("finished without blocking");
            assertThat(task.cancelled()).isFalse();
        });
    }

    @Test
    void suspendedIsCancelledWithItsMessage() {
        VirtualRun.run(() -> {
            var task = eager(() -> {
                Sleep.sleep(millis(100));
                return 1;
            });
            task.cancel("cancellation message");
            assertThat(task.cancelling()).isPositive();

            assertThatThrownBy(task::await)
                    .asInstanceOf(type(CancelledError.class))
                    .extracting(CancelledError::cancelMessage)
                    .isEqualTo("cancellation message");
        });
    }

    @Test
    void isTheCurrentTaskInItsFirstStepAndItsCreatorAfterwards() {
        VirtualRun.run(() -> {
            List<Task<?>> seen = new ArrayList<>();
            Task<?> creator = Task.current();
            var task = eager(() -> {
                seen.add(Task.current());
                Sleep.sleep(millis(100));
                seen.add(Task.current());
                return 1;
            });
            assertThat(Task.current()).isSameAs(creator);
            task.await();

            assertThat(seen).containsExactly(task, task);
        });
    }

    @Test
    void isListedWhileItsFirstStepRunsAndNoLongerWhenDone() {
        VirtualRun.run(() -> {
            var loop = EventLoop.current();
            List<Task<?>> during = new ArrayList<>();

            var task = eager(() -> during.addAll(Task.all(loop)));

            assertThat(during).contains(task);
            assertThat(Task.all(loop)).doesNotContain(task);
        });
    }

    @Test
    void suspendedStaysListedUntilItsEnd() {
        VirtualRun.run(() -> {
            var loop = EventLoop.current();
            var fut1 = new Future<Integer>();
            var fut2 = new Future<Integer>();
            List<Task<?>> during = new ArrayList<>();
            var task = eager(() -> {
                during.addAll(Task.all(loop));
                fut1.await();
                fut2.setResult(2);
                return 1;
            });
            assertThat(during).contains(task);
            assertThat(Task.all(loop)).contains(task);

            fut1.setResult(1);
            fut2.await();

            assertThat(Task.all(loop)).doesNotContain(task);
        });
    }

    @Test
    void hasItsOwnCopyOfTheContext() {
        var variable = ContextVar.of("variable", 0);
        VirtualRun.run(() -> {
            List<Integer> seen = new ArrayList<>();
            variable.set(1);
            var task = eager(() -> {
                seen.add(variable.get());
                variable.set(2);
                Sleep.sleep(millis(100));
                seen.add(variable.get());
                variable.set(3);
                return variable.get();
            });
            assertThat(variable.get()).isEqualTo(1);

            assertThat(task.await()).isEqualTo(3);
            assertThat(seen).containsExactly(1, 2);
            assertThat(variable.get()).isEqualTo(1);
        });
    }

    @Test
    void callbacksOfOneDoneAtOnceStillGoThroughTheQueue() {
        VirtualRun.run(() -> {
            List<String> order = new ArrayList<>();
            var task = eager(() -> 1);
            task.addDoneCallback(done -> order.add("callback"));
            order.add("added");
            yieldOnce();

            assertThat(order).containsExactly("added", "callback");
        });
    }

    @Test
    void beforeTheLoopRunsIsQueuedLikeAnyOther() throws Exception {
        onLoop(loop -> {
            var task = Task.start(loop, () -> 1, TaskOptions.defaults().withEager(true));

            assertThat(task.state()).isEqualTo(TaskState.PENDING);
            assertThat(VirtualRun.finish(task)).isEqualTo(1);
        });
    }

    // --- how many tasks need the queue -----------------------------------------------------------

    /// Counts the tasks that are made, and how many of them were not done at once.
    private static final class Counting implements TaskFactory {
        private final boolean eager;
        private final AtomicInteger made = new AtomicInteger();
        private final AtomicInteger queued = new AtomicInteger();

        Counting(boolean eager) {
            this.eager = eager;
        }

        @Override
        public <T extends @Nullable Object> Task<T> create(
                EventLoop loop, Awaitable<? extends T> body, TaskOptions options) {
            made.incrementAndGet();
            Task<T> task = Task.create(loop, body, options.withEager(eager));
            if (!task.done()) {
                queued.incrementAndGet();
            }
            return task;
        }
    }

    private static Counting count(boolean eager, VoidBody program) {
        var counting = new Counting(eager);
        VirtualRun.run(() -> {
            Task.factory(EventLoop.current(), counting);
            program.run();
        });
        return counting;
    }

    private static int chain(int depth) throws Exception {
        Awaitable<Integer> deeper = () -> depth == 0 ? 0 : 1 + chain(depth - 1);
        return deeper.await();
    }

    @Test
    void awaitedInPlaceNeedsNoTaskAtAll() {
        VoidBody program = () -> assertThat(chain(100)).isEqualTo(100);

        assertThat(count(false, program).made).hasValue(0);
        assertThat(count(true, program).made).hasValue(0);
    }

    private static void recursiveGroups(int width, int depth) {
        if (depth > 0) {
            TaskGroup.run(group -> {
                for (int i = 0; i < width; i++) {
                    group.createTask(() -> recursiveGroups(width, depth - 1));
                }
            });
        }
    }

    private static void recursiveGather(int width, int depth) {
        if (depth > 0) {
            Gather.gather(Collections.nCopies(width, depth).stream()
                    .map(deep -> VoidBody.awaitable(() -> recursiveGather(width, deep - 1)))
                    .toList());
        }
    }

    /// The parent was left in the midst of its step, and closing the loop spun for ever on the direct carrier.
    @Test
    @Timeout(60)
    void whoseStepEndsTheRunLetsItsCreatorFinishItsOwn() {
        var trail = new ArrayList<String>();

        assertThatThrownBy(() -> VirtualRun.run(VoidBody.awaitable(() -> {
                    Task<?> child = eager(VoidBody.awaitable(() -> {
                        EventLoop.current().fatal(new AssertionError("the end"));
                        endsWith(trail, "child", new Future<Integer>());
                    }));
                    trail.add("creator goes on");
                    endsWith(trail, "creator", child);
                })))
                .hasMessage("the end");

        assertThat(trail).containsExactly("creator goes on", "child cleans up", "creator cleans up");
    }

    private static void endsWith(List<String> trail, String who, Future<?> awaited) {
        try {
            awaited.await();
        } finally {
            trail.add(who + " cleans up");
        }
    }

    private static final int BELOW_MAIN = 5 + 5 * 5 + 5 * 5 * 5 + 5 * 5 * 5 * 5;

    @Test
    void ofRecursiveGroupsNeedsTheQueueForItsGroupOnly() {
        var lazy = count(false, () -> recursiveGroups(5, 4));
        var eager = count(true, () -> recursiveGroups(5, 4));

        assertThat(lazy.made).hasValue(BELOW_MAIN);
        assertThat(lazy.queued).hasValue(BELOW_MAIN);
        assertThat(eager.made).hasValue(BELOW_MAIN);
        assertThat(eager.queued).as("only those with a group of their own").hasValue(BELOW_MAIN - 5 * 5 * 5 * 5);
    }

    @Test
    void ofRecursiveGatherNeedsTheQueueOnlyWhenNotEager() {
        var lazy = count(false, () -> recursiveGather(5, 4));
        var eager = count(true, () -> recursiveGather(5, 4));

        assertThat(lazy.made).hasValue(BELOW_MAIN);
        assertThat(lazy.queued).hasValue(BELOW_MAIN);
        assertThat(eager.made).hasValue(BELOW_MAIN);
        assertThat(eager.queued).hasValue(0);
    }
}
