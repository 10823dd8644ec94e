package rondo.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.group.InVirtualTime.sleepMillis;
import static rondo.group.InVirtualTime.task;
import static rondo.group.InVirtualTime.turn;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.task.Awaitable;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.VoidBody;

/// Does a program leave the same trace as on Python 3.13.0? One test for each recorded trace of this room.
final class GoldenTraceTest {
    private final Trail trail = new Trail();

    @Test
    void t2GatherInterleavesItsChildrenStepByStep() {
        InVirtualTime.run(() -> {
            var values = Gather.gather(stepper("A", 1), stepper("B", 3), stepper("C", 2));

            assertThat(values).containsExactly("A", "B", "C");
            assertThat(trail).hasToString("A0 B0 C0 Aend B1 C1 B2 Cend Bend");
        });
    }

    private Awaitable<String> stepper(String name, int steps) {
        return () -> {
            for (int i = 0; i < steps; i++) {
                trail.add(name + i);
                turn();
            }
            trail.add(name + "end");
            return name;
        };
    }

    @Test
    void t3AFailureLeavesTheOthersOfAGatherRunningInAsynciosMode() {
        InVirtualTime.run(() -> {
            try {
                Gather.gather(
                        Gather.LEAVE_RUNNING,
                        trail.failer("f", 0, new IllegalStateException("f")),
                        trail.sleeper("s", 20));
            } catch (IllegalStateException f) {
                trail.add("caught");
            }
            sleepMillis(40);
            trail.add("end");

            assertThat(trail.events()).containsExactly("f!", "caught", "s slept", "end");
        });
    }

    @Test
    void t11AFailureCancelsTheOtherChildrenAndThenTheBody() {
        InVirtualTime.run(() -> {
            var main = Task.current();
            var f = new IllegalStateException("f");
            var g = new IllegalStateException("g");

            assertThatThrownBy(() -> TaskGroup.run(group -> {
                        group.createTask(trail.sleeper("a", 1000));
                        group.createTask(trail.failer("f", 1, f));
                        group.createTask(trail.failer("g", 1, g));
                        try {
                            sleepMillis(1000);
                        } catch (CancelledError cancelled) {
                            trail.add("body-cancelled(" + main.cancelling() + ")");
                            throw cancelled;
                        }
                    }))
                    .isInstanceOfSatisfying(
                            ExceptionGroup.class,
                            e -> assertThat(e.exceptions()).containsExactly(f, g));
            assertThat(trail.events()).containsExactly("f!", "g!", "a cancelled", "body-cancelled(1)");
            assertThat(main.cancelling()).isZero();
        });
    }

    @Test
    void t12AChildThatIsCancelledFailsNothing() {
        InVirtualTime.run(() -> {
            TaskGroup.run(group -> {
                var child = group.createTask(trail.sleeper("a", 10));
                group.createTask(trail.sleeper("b", 10));
                turn();
                child.cancel();
            });

            assertThat(trail.events()).containsExactly("a cancelled", "b slept");
        });
    }

    @Test
    void t13AFailingBodyCancelsItsChildren() {
        InVirtualTime.run(() -> {
            var key = new IllegalArgumentException("key");

            assertThatThrownBy(() -> TaskGroup.run(group -> {
                        group.createTask(trail.sleeper("child", 1000));
                        turn();
                        throw key;
                    }))
                    .isInstanceOfSatisfying(
                            ExceptionGroup.class,
                            e -> assertThat(e.exceptions()).containsExactly(key));
            assertThat(trail.events()).containsExactly("child cancelled");
        });
    }

    @Test
    void t14AFailureInAnInnerGroupAbortsTheOuterOne() {
        InVirtualTime.run(() -> {
            var value = new IllegalArgumentException("value");

            assertThatThrownBy(() -> TaskGroup.run(outer -> {
                        outer.createTask(trail.sleeper("outerchild", 1000));
                        TaskGroup.run(inner -> {
                            inner.createTask(trail.sleeper("innerchild", 1000));
                            inner.createTask(InVirtualTime.failsAfter(1, value));
                        });
                    }))
                    .isInstanceOfSatisfying(ExceptionGroup.class, e -> {
                        assertThat(e.exceptions()).singleElement().isInstanceOf(ExceptionGroup.class);
                        assertThat(e.leaves()).containsExactly(value);
                    });
            assertThat(trail.events()).containsExactly("innerchild cancelled", "outerchild cancelled");
        });
    }

    @Test
    void t15AnErrorInCleanUpHidesAnOuterCancelOnlyUntilTheNextAwait() {
        InVirtualTime.run(() -> {
            var parent = task(() -> {
                var self = Task.current();
                try {
                    TaskGroup.run(group -> group.createTask(failsInCleanUp()));
                } catch (ExceptionGroup e) {
                    trail.add("group(" + self.cancelling() + ")");
                }
                try {
                    turn();
                } catch (CancelledError cancelled) {
                    trail.add("cancelled again");
                    throw cancelled;
                }
            });
            sleepMillis(10);

            parent.cancel();

            assertThatThrownBy(parent::await).isInstanceOf(CancelledError.class);
            assertThat(trail.events()).containsExactly("group(1)", "cancelled again");
            assertThat(parent.cancelled()).isTrue();
        });
    }

    private static VoidBody failsInCleanUp() {
        return () -> {
            try {
                sleepMillis(1000);
            } catch (CancelledError cancelled) {
                throw new IllegalStateException("clean-up", cancelled);
            }
        };
    }

    @Test
    void t16WaitingForTheFirstExceptionPassesACancelledTaskBy() {
        InVirtualTime.run(() -> {
            var sleeper = task(() -> sleepMillis(20));
            var cancelled = task(() -> sleepMillis(1000));
            turn();
            cancelled.cancel();

            var result = Wait.waitUntil(When.FIRST_EXCEPTION, sleeper, cancelled);

            assertThat(result.done()).hasSize(2);
            assertThat(InVirtualTime.nowMillis()).isEqualTo(20);
        });
    }

    @Test
    void t17WaitingForADoneTaskLetsAnotherRunFirst() {
        InVirtualTime.run(() -> {
            var done = task(() -> {});
            turn();
            task(() -> trail.add("other"));

            Wait.waitUntil(When.ALL_COMPLETED, done);
            trail.add("waited");

            assertThat(trail.events()).containsExactly("other", "waited");
        });
    }

    @Test
    void t18AShieldKeepsACancelFromTheInnerTask() {
        InVirtualTime.run(() -> {
            var inner = task(trail.sleeper("inner", 20));
            var outer = task(() -> {
                try {
                    Shield.shield(inner);
                } catch (CancelledError cancelled) {
                    trail.add("outer-c");
                    throw cancelled;
                }
            });
            sleepMillis(10);

            outer.cancel();
            inner.await();

            assertThat(trail.events()).containsExactly("outer-c", "inner slept");
        });
    }

    @Test
    void t19ACancelledGatherEndsCancelledHoweverItsChildrenTakeIt() {
        InVirtualTime.run(() -> {
            VoidBody passes = trail.sleeper("a", 1000);
            VoidBody swallows = () -> {
                try {
                    sleepMillis(1000);
                } catch (CancelledError swallowed) {
                    trail.add("b swallowed");
                }
            };
            List<VoidBody> gathers = List.of(
                    () -> Gather.gather(passes, swallows),
                    () -> Gather.gather(Gather.LEAVE_RUNNING, passes, swallows),
                    () -> Gather.gatherOutcomes(passes, swallows),
                    () -> Gather.gather(swallows),
                    () -> Gather.gather(Gather.LEAVE_RUNNING, swallows),
                    () -> Gather.gatherOutcomes(swallows));

            for (VoidBody gather : gathers) {
                var gathering = task(gather);
                sleepMillis(10);

                assertThat(gathering.cancel()).isTrue();
                assertThatThrownBy(gathering::await).isInstanceOf(CancelledError.class);
            }
        });
    }

    @Test
    void t20AChildThatIsCancelledCountsAsAFailureOfTheGather() {
        InVirtualTime.run(() -> {
            var x = task(() -> sleepMillis(1000));
            var y = task(() -> sleepMillis(1000));
            EventLoop.current().callLater(Duration.ofMillis(1), x::cancel);

            assertThatThrownBy(() -> Gather.gather(Gather.LEAVE_RUNNING, x, y)).isInstanceOf(CancelledError.class);
            assertThat(y.done()).isFalse();
            assertThat(Task.current().cancelling()).isZero();
            assertThat(Gather.<@Nullable Void>gatherOutcomes(x)).singleElement().isInstanceOf(Outcome.Cancelled.class);
        });
    }

    @Test
    void t34AGroupTakesTasksUntilItsLastChildHasEnded() {
        InVirtualTime.run(() -> {
            var escaped = TaskGroup.call(group -> {
                group.createTask(() -> {
                    sleepMillis(5);
                    group.createTask(trail.sleeper("sibling", 5));
                });
                return group;
            });

            assertThat(trail.events()).containsExactly("sibling slept");
            assertThatThrownBy(() -> escaped.createTask(() -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("finished");
        });
    }

    @Test
    void t35CompletionReachesTheAwaitingTaskAfterOneOrTwoIterations() {
        InVirtualTime.run(() -> {
            assertThat(iterationsFor(Future::await)).isEqualTo(1);
            assertThat(iterationsFor(future -> task(future::await).await())).isEqualTo(2); // a task ends one later
            assertThat(iterationsFor(future -> Gather.gather(Gather.LEAVE_RUNNING, future)))
                    .isEqualTo(2);
            assertThat(iterationsFor(future -> Gather.gather(future))).isEqualTo(2);
            assertThat(iterationsFor(future -> Wait.waitUntil(When.ALL_COMPLETED, future)))
                    .isEqualTo(2);
        });
    }

    /// How many iterations after a future fails the code that awaits it in this way goes on.
    private static int iterationsFor(java.util.function.Consumer<Future<Integer>> await) {
        var future = new Future<Integer>();
        var counter = new IterationCounter();
        var loop = EventLoop.current();
        loop.callLater(Duration.ofMillis(1), () -> {
            counter.start();
            future.setException(new IllegalStateException("failed"));
        });
        try {
            await.accept(future);
        } catch (IllegalStateException failed) {
            assertThat(failed).hasMessage("failed");
        }
        return counter.stop();
    }

    @Test
    void t36GatheredSleepsEndInTheOrderOfTheirTimes() {
        InVirtualTime.run(() -> {
            Gather.gather(sleeps("a", 10), sleeps("b", 5), sleeps("c", 0), sleeps("d", 10));

            assertThat(trail).hasToString("c b a d");
        });
    }

    private VoidBody sleeps(String name, long millis) {
        return () -> {
            sleepMillis(millis);
            trail.add(name);
        };
    }
}
