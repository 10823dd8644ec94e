package rondo.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static rondo.group.InVirtualTime.failsAfter;
import static rondo.group.InVirtualTime.failsInCleanUp;
import static rondo.group.InVirtualTime.sleepMillis;
import static rondo.group.InVirtualTime.task;

import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rondo.task.CancelledError;
import rondo.task.Task;
import rondo.task.VoidBody;

/// How do errors and cancellations pass between a task group and another one inside it?
final class NestedTaskGroupTest {
    private final Trail trail = new Trail();

    @Test
    void cancelReachesTheInnerGroupsChildrenWhoseErrorsComeBackInTwoGroups() {
        InVirtualTime.run(() -> {
            var runner = task(() -> TaskGroup.run(outer -> TaskGroup.run(inner -> {
                IntStream.range(0, 5).forEach(i -> inner.createTask(failsInCleanUp(new IOException())));
                sleepMillis(10_000);
            })));
            sleepMillis(100);

            runner.cancel();

            assertGroupInGroup(runner, 5);
        });
    }

    @Test
    void outerGroupCancelsItsOwnChildWhenTheInnerGroupThrows() {
        InVirtualTime.run(() -> {
            var runner = task(() -> TaskGroup.run(outer -> {
                outer.createTask(trail.sleeper("outer child", 10_000));
                TaskGroup.run(inner -> {
                    IntStream.range(0, 5).forEach(i -> inner.createTask(failsInCleanUp(new IOException())));
                    sleepMillis(10_000);
                });
            }));
            sleepMillis(100);

            runner.cancel();

            assertGroupInGroup(runner, 5);
            assertThat(trail).hasToString("outer child cancelled");
        });
    }

    @Test
    void cancelOfTheOuterGroupIsDeliveredAgainInItsName() {
        InVirtualTime.run(() -> {
            var group = catchThrowableOfType(
                    ExceptionGroup.class,
                    () -> TaskGroup.run(outer -> {
                        outer.createTask("failing", failsAfter(1, new IOException("outer")));
                        try {
                            TaskGroup.run(inner -> inner.createTask(failsInCleanUp(new IOException("inner"))));
                        } catch (ExceptionGroup dealtWith) {
                            logCancel();
                        }
                    }));

            assertThat(group.exceptions())
                    .singleElement()
                    .satisfies(e -> assertThat(e).hasMessage("outer"));
            assertThat(trail)
                    .hasToString("cancelled by the task group of task '"
                            + Task.current().name() + "', since task 'failing' failed");
            assertThat(Task.current().cancelling()).isZero();
        });
    }

    private void logCancel() {
        try {
            sleepMillis(10_000);
        } catch (CancelledError e) {
            trail.add("" + e.getMessage());
            throw e;
        }
    }

    private static void assertGroupInGroup(Task<?> runner, int leaves) {
        var group = catchThrowableOfType(ExceptionGroup.class, runner::await);
        assertThat(group.exceptions())
                .singleElement()
                .isInstanceOfSatisfying(
                        ExceptionGroup.class,
                        inner -> assertThat(inner.exceptions()).hasSize(leaves));
    }

    @Test
    void failureInTheOuterGroupCancelsTheInnerOneWithoutAnError() {
        InVirtualTime.run(() -> {
            var broken = new IOException();

            var group = catchThrowableOfType(
                    ExceptionGroup.class,
                    () -> TaskGroup.run(outer -> {
                        outer.createTask(failsAfter(100, broken));
                        TaskGroup.run(inner -> inner.createTask(failsAfter(10_000, new IOException())));
                    }));

            assertThat(group.exceptions()).containsExactly(broken);
            assertThat(InVirtualTime.nowMillis()).isEqualTo(100);
        });
    }

    @Test
    void failureInTheInnerGroupIsAGroupInTheOuterOne() {
        InVirtualTime.run(() -> {
            var broken = new IOException();

            var group = catchThrowableOfType(
                    ExceptionGroup.class,
                    () -> TaskGroup.run(outer -> {
                        outer.createTask(failsAfter(10_000, new IOException()));
                        TaskGroup.run(inner -> inner.createTask(failsAfter(100, broken)));
                    }));

            assertThat(group.exceptions()).singleElement().isInstanceOf(ExceptionGroup.class);
            assertThat(group.leaves()).containsExactly(broken);
        });
    }

    @Test
    void bothGroupsFailAtOnceAndEachUndoesItsOwnCancel() {
        InVirtualTime.run(() -> {
            var ofInner = new IOException("inner");
            var ofOuter = new IOException("outer");

            var group = catchThrowableOfType(
                    ExceptionGroup.class,
                    () -> TaskGroup.run(outer -> {
                        var inner = catchThrowableOfType(
                                ExceptionGroup.class,
                                () -> TaskGroup.run(nested -> {
                                    nested.createTask(failsAfter(0, ofInner));
                                    outer.createTask(failsAfter(0, ofOuter));
                                }));
                        assertThat(inner.exceptions()).containsExactly(ofInner);
                        assertThat(Task.current().cancelling()).isEqualTo(1);
                    }));

            assertThat(group.exceptions()).containsExactly(ofOuter);
            assertThat(Task.current().cancelling()).isZero();
        });
    }

    @Test
    void cancelPassesThroughTwoGroupsThatSucceed() {
        InVirtualTime.run(() -> {
            var runner = task(() -> TaskGroup.run(outer -> {
                outer.createTask(trail.sleeper("outer", 1000));
                TaskGroup.run(inner -> inner.createTask(trail.sleeper("inner", 1000)));
            }));
            sleepMillis(10);

            runner.cancel();

            assertThatThrownBy(runner::await).isInstanceOf(CancelledError.class);
            assertThat(trail).hasToString("inner cancelled outer cancelled");
            assertThat(runner.cancelling()).isEqualTo(1);
        });
    }

    @Test
    void groupsNestedInAChainOfTasksFailFromTheInsideOut() {
        InVirtualTime.run(() -> {
            var broken = new IOException("innermost");

            var group = catchThrowableOfType(
                    ExceptionGroup.class, () -> nested(1000, broken).run());

            assertThat(group.leaves()).containsExactly(broken);
        });
    }

    private static VoidBody nested(int depth, Exception error) {
        if (depth == 0) {
            return () -> {
                throw error;
            };
        }
        return () -> TaskGroup.run(group -> group.createTask(nested(depth - 1, error)));
    }
}
