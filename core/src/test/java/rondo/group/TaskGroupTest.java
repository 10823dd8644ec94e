package rondo.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static rondo.group.InVirtualTime.after;
import static rondo.group.InVirtualTime.failsAfter;
import static rondo.group.InVirtualTime.sleepMillis;
import static rondo.group.InVirtualTime.task;
import static rondo.group.InVirtualTime.turn;
import static rondo.group.InVirtualTime.turns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.io.Threads;
import rondo.loop.Context;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.CancelledError;
import rondo.task.ContextVar;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// What does a task group do with its children, its body and their errors?
final class TaskGroupTest {
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class BrokenError extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Trail trail = new Trail();

    @Test
    void endsWhenAllChildrenHaveEnded() {
        InVirtualTime.run(() -> {
            var tasks = TaskGroup.call(
                    group -> List.of(group.createTask(after(100, 42)), group.createTask(after(200, 11))));

            assertThat(tasks).extracting(Task::result).containsExactly(42, 11);
            assertThat(InVirtualTime.nowMillis()).isEqualTo(200);
        });
    }

    @Test
    void givesTheValueOfItsBody() {
        InVirtualTime.run(() -> {
            int sum = TaskGroup.call(group -> {
                var one = group.createTask(after(1, 1));
                var two = group.createTask(after(2, 2));
                return one.await() + two.await();
            });

            assertThat(sum).isEqualTo(3);
        });
    }

    @Test
    void withoutChildrenDoesNotSuspend() {
        InVirtualTime.run(() -> {
            task(() -> trail.add("other"));

            TaskGroup.run(group -> trail.add("body"));
            trail.add("after");

            assertThat(trail).hasToString("body after");
        });
    }

    @Test
    void bodyMayAwaitBetweenTwoChildren() {
        InVirtualTime.run(() -> {
            var tasks = TaskGroup.call(group -> {
                var first = group.createTask(after(100, 42));
                sleepMillis(150);
                return List.of(first, group.createTask(after(200, 11)));
            });

            assertThat(tasks).extracting(Task::result).containsExactly(42, 11);
        });
    }

    @Test
    void cancelledChildLeavesTheGroupGoingOn() {
        InVirtualTime.run(() -> {
            var tasks = TaskGroup.call(group -> {
                var first = group.createTask(after(1000, 42));
                sleepMillis(150);
                first.cancel();
                return List.of(first, group.createTask(after(200, 11)));
            });

            assertThat(tasks.getFirst().cancelled()).isTrue();
            assertThat(tasks.getLast().result()).isEqualTo(11);
        });
    }

    @Test
    void failingChildCancelsItsSibling() {
        InVirtualTime.run(() -> {
            var broken = new Broken();

            var errors = errorsOf(group -> {
                group.createTask(failsAfter(100, broken));
                group.createTask(trail.sleeper("sibling", 1000));
            });

            assertThat(errors).containsExactly(broken);
            assertThat(trail).hasToString("sibling cancelled");
        });
    }

    @Test
    void failingChildrenCancelTheRestAndTheBody() {
        InVirtualTime.run(() -> {
            var errors = errorsOf(group -> {
                IntStream.range(0, 3).forEach(i -> group.createTask(failsAfter(100, new Broken())));
                group.createTask(trail.sleeper("sibling", 5000));
                trail.sleeper("body", 10_000).run();
            });

            assertThat(errors).hasSize(3).hasOnlyElementsOfType(Broken.class);
            assertThat(trail).hasToString("sibling cancelled body cancelled");
            assertThat(InVirtualTime.nowMillis()).isEqualTo(100);
        });
    }

    @Test
    void cancelDuringTheExitCancelsTheChildrenAndPassesOn() {
        InVirtualTime.run(() -> {
            var runner = task(() -> TaskGroup.run(group -> sleepers(group, 5)));
            sleepMillis(100);

            runner.cancel();

            assertThatThrownBy(runner::await).isInstanceOf(CancelledError.class);
            assertThat(trail.events()).hasSize(5).containsOnly("child cancelled");
        });
    }

    @Test
    void cancelDuringTheBodyCancelsTheChildrenAndPassesOn() {
        InVirtualTime.run(() -> {
            var runner = task(() -> TaskGroup.run(group -> {
                sleepers(group, 5);
                trail.sleeper("body", 10_000).run();
            }));
            sleepMillis(100);

            runner.cancel();

            assertThatThrownBy(runner::await).isInstanceOf(CancelledError.class);
            assertThat(trail.events()).hasSize(6).startsWith("body cancelled");
        });
    }

    private void sleepers(TaskGroup group, int n) {
        for (int i = 0; i < n; i++) {
            group.createTask(trail.sleeper("child", 5000));
        }
    }

    @Test
    void childrenThatFailInTheirCleanUpReplaceTheCancel() {
        InVirtualTime.run(() -> {
            var runner = task(() -> TaskGroup.run(group -> {
                IntStream.range(0, 5).forEach(i -> group.createTask(failsInCleanUp()));
                sleepMillis(10_000);
            }));
            sleepMillis(100);

            runner.cancel();

            assertThat(groupThrownBy(runner).exceptions()).hasSize(5).hasOnlyElementsOfType(Broken.class);
        });
    }

    private static VoidBody failsInCleanUp() {
        return () -> {
            try {
                sleepMillis(10_000);
            } finally {
                Trail.rethrow(new Broken());
            }
        };
    }

    @Test
    void bodyThatFailsAfterAnAwaitCancelsItsChildren() {
        InVirtualTime.run(() -> {
            List<Task<?>> children = new ArrayList<>();

            var errors = errorsOf(group -> {
                children.add(group.createTask(after(1000, 42)));
                children.add(group.createTask(after(2000, 11)));
                sleepMillis(100);
                throw new Broken();
            });

            assertThat(errors).singleElement().isInstanceOf(Broken.class);
            assertThat(children).allMatch(Task::cancelled);
        });
    }

    @Test
    void bodyThatFailsAtOnceCancelsItsChildrenBeforeTheyBegin() {
        InVirtualTime.run(() -> {
            List<Task<?>> children = new ArrayList<>();

            var errors = errorsOf(group -> {
                children.add(group.createTask(() -> trail.add("began")));
                children.add(group.createTask(() -> trail.add("began")));
                throw new Broken();
            });

            assertThat(errors).singleElement().isInstanceOf(Broken.class);
            assertThat(children).allMatch(Task::cancelled);
            assertThat(trail.events()).isEmpty();
        });
    }

    @Test
    void checkedErrorOfTheBodyIsInTheGroup() {
        InVirtualTime.run(() -> {
            var disk = new IOException("disk");

            assertThat(errorsOf(group -> {
                        throw disk;
                    }))
                    .containsExactly(disk);
        });
    }

    @Test
    void childThatFailsWhileTheBodyCleansUpCancelsTheCleanUp() {
        InVirtualTime.run(() -> {
            var runner = task(() -> TaskGroup.run(group -> {
                group.createTask(failsAfter(300, new Broken()));
                try {
                    sleepMillis(10_000);
                } catch (CancelledError cancelled) {
                    sleepMillis(500);
                    throw cancelled;
                }
            }));
            sleepMillis(100);

            runner.cancel();

            assertThat(groupThrownBy(runner).exceptions()).singleElement().isInstanceOf(Broken.class);
            assertThat(InVirtualTime.nowMillis()).isEqualTo(300);
        });
    }

    @Test
    void cancelThroughAnAwaitingTaskReachesTheGroup() {
        InVirtualTime.run(() -> {
            VoidBody nested = () -> TaskGroup.run(group -> {
                group.createTask(failsAfter(300, new Broken()));
                try {
                    sleepMillis(10_000);
                } catch (CancelledError cancelled) {
                    sleepMillis(500);
                    throw cancelled;
                }
            });
            var runner = task(() -> task(nested).await());
            sleepMillis(100);

            runner.cancel();

            assertThat(groupThrownBy(runner).exceptions()).singleElement().isInstanceOf(Broken.class);
        });
    }

    @Test
    void cancelOfABodyWithoutChildrenPassesOn() {
        InVirtualTime.run(() -> {
            var runner = task(
                    () -> TaskGroup.run(group -> trail.sleeper("body", 10_000).run()));
            sleepMillis(100);

            runner.cancel();

            assertThatThrownBy(runner::await).isInstanceOf(CancelledError.class);
            assertThat(trail).hasToString("body cancelled");
        });
    }

    @Test
    void errorThatTheBodyMakesOfACancelIsInTheGroup() {
        InVirtualTime.run(() -> {
            var runner = task(() -> TaskGroup.run(group -> {
                try {
                    sleepMillis(10_000);
                } catch (CancelledError cancelled) {
                    throw new Broken();
                }
            }));
            sleepMillis(100);

            runner.cancel();

            assertThat(groupThrownBy(runner).exceptions()).singleElement().isInstanceOf(Broken.class);
        });
    }

    @Test
    void errorOfTheBodyComesAfterThoseOfTheChildren() {
        InVirtualTime.run(() -> {
            var child = new IOException("child");

            var errors = errorsOf(group -> {
                group.createTask(failsAfter(100, child));
                failsInCleanUp().run();
            });

            assertThat(errors).hasSize(2).startsWith(child);
            assertThat(errors.getLast()).isInstanceOf(Broken.class);
        });
    }

    @Test
    void errorThatLeavesTheLoopIsThrownAloneWithTheOthersSuppressed() {
        InVirtualTime.run(() -> {
            var broken = new Broken();
            var memory = new OutOfMemoryError("made by a test");

            var thrown = catchThrowable(() -> TaskGroup.run(group -> {
                group.createTask(failsAfter(100, broken));
                try {
                    sleepMillis(10_000);
                } finally {
                    Trail.rethrow(memory);
                }
            }));

            assertThat(thrown).isSameAs(memory);
            assertThat(memory.getSuppressed()).containsExactly(broken);
        });
    }

    @Test
    void otherErrorsOfTheBodyAreInTheGroup() {
        InVirtualTime.run(() -> {
            var errors = errorsOf(group -> {
                group.createTask(failsAfter(100, new Broken()));
                try {
                    sleepMillis(10_000);
                } finally {
                    Trail.rethrow(new BrokenError());
                }
            });

            assertThat(errors).extracting(Object::getClass).containsExactly(Broken.class, BrokenError.class);
        });
    }

    @Test
    void errorsOfChildrenAreInTheGroupWhateverTheirType() {
        InVirtualTime.run(() -> {
            var errors = errorsOf(group -> {
                group.createTask(failsAfter(100, new BrokenError()));
                failsInCleanUp().run();
            });

            assertThat(errors).extracting(Object::getClass).containsExactly(BrokenError.class, Broken.class);
        });
    }

    @Test
    void cancelOfAGroupThatOnlyWaitsPassesOn() {
        InVirtualTime.run(() -> {
            var runner = task(() -> TaskGroup.run(group -> {
                group.createTask(after(1000, 42));
                group.createTask(after(2000, 11));
            }));
            sleepMillis(50);

            runner.cancel();

            assertThatThrownBy(runner::await).isInstanceOf(CancelledError.class);
            assertThat(runner.cancelled()).isTrue();
        });
    }

    @Test
    void childrenThatHaveEndedAreForgotten() {
        InVirtualTime.run(() -> TaskGroup.run(group -> {
            for (int i = 0; i < 10; i++) {
                sleepMillis(100);
                group.createTask(() -> sleepMillis(300));
            }
            assertThat(group).hasToString("TaskGroup[children=4, errors=0, open]");

            sleepMillis(1350);

            assertThat(group).hasToString("TaskGroup[children=0, errors=0, open]");
        }));
    }

    @Test
    void childMayStartSiblingsWhileTheGroupWaits() {
        InVirtualTime.run(() -> {
            TaskGroup.run(group -> group.createTask(() -> {
                sleepMillis(100);
                group.createTask(trail.sleeper("one", 100));
                group.createTask(trail.sleeper("two", 200));
            }));

            assertThat(trail).hasToString("one slept two slept");
        });
    }

    @Test
    void childrenThatMultiplyAreAllStopped() {
        InVirtualTime.run(() -> {
            int[] heads = {0};

            var errors = errorsOf(group -> {
                group.createTask(hydra(group, heads));
                group.createTask(() -> {
                    while (heads[0] < 10) {
                        sleepMillis(15);
                    }
                    throw new Broken();
                });
            });

            assertThat(errors).singleElement().isInstanceOf(Broken.class);
            assertThat(heads[0]).isGreaterThanOrEqualTo(10);
            assertThat(Task.all(EventLoop.current())).hasSize(1);
        });
    }

    private static VoidBody hydra(TaskGroup group, int[] heads) {
        return () -> {
            heads[0]++;
            sleepMillis(10);
            group.createTask(hydra(group, heads));
            group.createTask(hydra(group, heads));
        };
    }

    @Test
    void childMayHaveAName() {
        InVirtualTime.run(() -> TaskGroup.run(group -> {
            assertThat(group.createTask("yolo", () -> turn()).name()).isEqualTo("yolo");
            assertThat(group.createTask("value", after(1, "v")).name()).isEqualTo("value");
        }));
    }

    @Test
    void childrenMayShareAContext() {
        InVirtualTime.run(() -> {
            var variable = ContextVar.<Integer>of("variable");
            var context = new Context();

            TaskGroup.run(group -> {
                for (int value : List.of(1, 2)) {
                    group.createTask(
                                    () -> {
                                        turn();
                                        variable.set(value);
                                    },
                                    TaskOptions.defaults().withContext(context))
                            .await();
                    assertThat(context.get(variable)).isEqualTo(value);
                }
            });
        });
    }

    @Test
    void takesNoTaskWhileItIsShuttingDown() {
        InVirtualTime.run(() -> {
            var errors = errorsOf(group -> {
                group.createTask(failsAfter(1, new Broken()));
                group.createTask(() -> {
                    try {
                        sleepMillis(1000);
                    } catch (CancelledError cancelled) {
                        assertThatThrownBy(() -> group.createTask(() -> trail.add("ran")))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("shutting down");
                        trail.add("refused");
                    }
                });
            });

            assertThat(errors).singleElement().isInstanceOf(Broken.class);
            assertThat(trail).hasToString("refused");
        });
    }

    @Test
    void takesNoTaskAfterItsEnd() {
        InVirtualTime.run(() -> {
            var group = TaskGroup.call(ended -> ended);

            assertThatThrownBy(() -> group.createTask(() -> trail.add("ran")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("finished");
            turns(3);
            assertThat(trail.events()).isEmpty();
        });
    }

    @Test
    void takesNoTaskFromAnotherLoop() {
        InVirtualTime.run(() -> TaskGroup.run(group -> {
            var refusal = Threads.toThread(() ->
                    catchThrowable(() -> InVirtualTime.run(() -> group.createTask(() -> trail.add("ran")))));

            assertThat(refusal).isInstanceOf(IllegalStateException.class).hasMessageContaining("another event loop");
        }));

        assertThat(trail.events()).isEmpty();
    }

    @Test
    void needsATaskToBelongTo() {
        InVirtualTime.run(() -> {
            var thrown = new Future<Throwable>();
            EventLoop.current()
                    .callSoon(() -> thrown.setResult(catchThrowable(() -> TaskGroup.run(group -> trail.add("ran")))));

            assertThat(thrown.await()).isInstanceOf(IllegalStateException.class);
            assertThat(trail.events()).isEmpty();
        });
    }

    @Test
    void cleanUpOfTheBodyThatFailsTooIsCountedOnce() {
        InVirtualTime.run(() -> {
            var errors = errorsOf(group -> {
                try {
                    group.createTask(failsAfter(0, new Broken()));
                    sleepMillis(1000);
                } finally {
                    Trail.rethrow(new Broken());
                }
            });

            assertThat(errors).hasSize(2).hasOnlyElementsOfType(Broken.class);
            assertThat(Task.current().cancelling()).isZero();
        });
    }

    @Test
    void leavesTheCancelCountAsItWas() {
        InVirtualTime.run(() -> {
            errorsOf(group -> group.createTask(failsAfter(0, new Broken())));

            assertThat(Task.current().cancelling()).isZero();
        });
    }

    @Test
    void outerCancelBesideAnErrorKeepsItsCountAndComesBack() {
        InVirtualTime.run(() -> {
            var started = new Future<@Nullable Void>();
            var inner = task(() -> {
                assertThat(errorsOf(group -> {
                            group.createTask(() -> {
                                started.setResult(null);
                                turn();
                                throw new Broken();
                            });
                            sleepMillis(1000);
                            trail.add("not cancelled");
                        }))
                        .singleElement()
                        .isInstanceOf(Broken.class);
                assertThat(Task.current().cancelling()).isEqualTo(1);
                sleepMillis(1000);
                trail.add("not cancelled again");
            });
            started.await();

            assertThat(inner.cancelling()).isZero();
            inner.cancel();

            assertThat(inner.cancelling()).isEqualTo(1);
            assertThatThrownBy(inner::await).isInstanceOf(CancelledError.class);
            assertThat(inner.cancelled()).isTrue();
            assertThat(trail.events()).isEmpty();
        });
    }

    @Test
    void ignoresFurtherCancelsUntilTheChildrenHaveEnded() {
        InVirtualTime.run(() -> {
            var runner = task(() -> TaskGroup.run(group -> group.createTask(() -> {
                for (int i = 0; i < 3; i++) {
                    try {
                        sleepMillis(100);
                    } catch (CancelledError swallowed) {
                        trail.add("child cancelled");
                    }
                }
                trail.add("child done");
            })));
            sleepMillis(10);

            runner.cancel();
            turns(5);
            runner.cancel();
            turns(5);

            assertThat(runner.done()).isFalse();
            assertThatThrownBy(runner::await).isInstanceOf(CancelledError.class);
            assertThat(trail).hasToString("child cancelled child done");
        });
    }

    @Test
    void cancelsItsChildrenInTheOrderOfTheirCreation() {
        InVirtualTime.run(() -> {
            errorsOf(group -> {
                for (var name : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
                    group.createTask(trail.sleeper(name, 1000));
                }
                turn();
                throw new Broken();
            });

            assertThat(trail)
                    .hasToString("a cancelled b cancelled c cancelled d cancelled e cancelled f cancelled g cancelled"
                            + " h cancelled");
        });
    }

    @Test
    void childThatEndsInAnEagerFirstStepIsCountedLikeAnyOther() {
        InVirtualTime.run(() -> {
            var broken = new Broken();

            var errors = errorsOf(group -> {
                var child = group.createTask(
                        () -> {
                            throw broken;
                        },
                        TaskOptions.defaults().withEager(true));
                assertThat(child.done()).isTrue();
                trail.sleeper("body", 1000).run();
            });

            assertThat(errors).containsExactly(broken);
            assertThat(trail).hasToString("body cancelled");
        });
    }

    @Test
    void loopClosedUnderAGroupUnwindsItsBodyAsItIs() {
        var loop = new EventLoop(LoopOptions.defaults().withClock(new VirtualClock()));
        loop.exceptionHandler((closing, report) -> trail.add(report.message()));
        Task.start(
                loop,
                VoidBody.awaitable(() -> {
                    try {
                        TaskGroup.run(group -> {
                            EventLoop.current().stop();
                            sleepMillis(1000);
                        });
                    } catch (ExceptionGroup group) {
                        trail.add("group");
                    } finally {
                        trail.add("unwound");
                    }
                }),
                TaskOptions.defaults());
        loop.runForever();

        loop.close();

        assertThat(trail.events()).startsWith("unwound").doesNotContain("group");
    }

    private static List<Throwable> errorsOf(TaskGroup.Body body) {
        var group = catchThrowableOfType(ExceptionGroup.class, () -> TaskGroup.run(body));
        assertThat(group).as("the group of errors").isNotNull();
        return group.exceptions();
    }

    private static ExceptionGroup groupThrownBy(Task<?> task) {
        var group = catchThrowableOfType(ExceptionGroup.class, task::await);
        assertThat(group).as("the group of errors").isNotNull();
        return group;
    }

    @Test
    void whoIsStoppedLearnsWhichChildFailed() {
        InVirtualTime.run(() -> {
            var group = catchThrowable(() -> TaskGroup.run(mine -> {
                mine.createTask("failing", failsAfter(1, new IOException("broken")));
                mine.createTask(() -> noteCancel("sibling", 1000));
                noteCancel("body", 1000);
            }));

            assertThat(group).isInstanceOf(ExceptionGroup.class);
            String why =
                    "cancelled by the task group of task '" + Task.current().name() + "', since task 'failing' failed";
            assertThat(trail).hasToString("sibling: " + why + " body: " + why);
        });
    }

    @Test
    void childrenOfACancelledTaskLearnByWhom() {
        InVirtualTime.run(() -> {
            var outer = Task.start(
                    EventLoop.current(),
                    VoidBody.awaitable(() -> TaskGroup.run(mine -> {
                        mine.createTask(() -> noteCancel("child", 1000));
                    })),
                    TaskOptions.named("outer"));
            turns(2);

            outer.cancel("stop");

            assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class);
            assertThat(trail)
                    .hasToString("child: cancelled by the task group of task 'outer', which was cancelled by task '"
                            + Task.current().name() + "'");
        });
    }

    @Test
    void cancelThatIsDeliveredAgainNamesWhoCancelled() {
        InVirtualTime.run(() -> {
            var outer = task(() -> {
                assertThatThrownBy(() -> TaskGroup.run(mine -> {
                            mine.createTask(() -> {
                                try {
                                    sleepMillis(1000);
                                } finally {
                                    Trail.rethrow(new IOException("in the clean-up"));
                                }
                            });
                        }))
                        .isInstanceOf(ExceptionGroup.class);
                noteCancel("next await", 1000);
            });
            turns(2);

            outer.cancel();

            assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class);
            assertThat(trail)
                    .hasToString(
                            "next await: cancelled by task '" + Task.current().name() + "'");
        });
    }

    private void noteCancel(String who, int millis) {
        try {
            sleepMillis(millis);
        } catch (CancelledError e) {
            trail.add(who + ": " + e.getMessage());
            throw e;
        }
    }
}
