package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rondo.Rondo;
import rondo.group.When;
import rondo.loop.EventLoop;
import rondo.sync.Lock;
import rondo.sync.Semaphore;
import rondo.task.Awaitable;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.VoidBody;

/// Scenarios of the ways to wait for several, for a while, or behind a shield: what was started has ended.
final class GroupScenarios {
    private static final Duration LONG = Duration.ofSeconds(1);

    private GroupScenarios() {}

    static Map<String, Function<Variant, Scenario<?>>> all() {
        return Map.ofEntries(
                Map.entry("sleep", GroupScenarios::sleep),
                Map.entry("a sleep that is cancelled as it ends", GroupScenarios::cancelledAsItEnds),
                Map.entry("a future", GroupScenarios::future),
                Map.entry("a task", GroupScenarios::task),
                Map.entry("TaskGroup", GroupScenarios::taskGroup),
                Map.entry("TaskGroup in a TaskGroup", GroupScenarios::nested),
                Map.entry("TaskGroup, late children", GroupScenarios::lateChildren),
                Map.entry("gather", GroupScenarios::gather),
                Map.entry("gatherOutcomes", GroupScenarios::outcomes),
                Map.entry("waitUntil all", v -> waitUntil(v, When.ALL_COMPLETED)),
                Map.entry("waitUntil first", v -> waitUntil(v, When.FIRST_COMPLETED)),
                Map.entry("waitUntil with a time limit", GroupScenarios::waitForSomeTime),
                Map.entry("waitFor", GroupScenarios::waitFor),
                Map.entry("timeout", GroupScenarios::timeout),
                Map.entry("shield", GroupScenarios::shield),
                Map.entry("asCompleted", GroupScenarios::asCompleted),
                Map.entry("asCompleted with a time limit", GroupScenarios::asCompletedInTime),
                Map.entry("toThread", GroupScenarios::toThread),
                Map.entry("clean-up that awaits", GroupScenarios::cleanUp),
                Map.entry("a pipeline", GroupScenarios::pipeline));
    }

    /// Children that are inside for a while, each counted.
    private static List<Awaitable<@Nullable Void>> children(Ground<String> ground, Variant v) {
        var all = new ArrayList<Awaitable<@Nullable Void>>();
        for (int i = 0; i < v.companions(); i++) {
            Duration pause = v.pace().multipliedBy(i);
            all.add(VoidBody.awaitable(ground.counted(() -> {
                Rondo.sleep(pause);
                ground.section(v);
            })));
        }
        return all;
    }

    /// A scenario whose body starts everything itself.
    private static Scenario<Ground<String>> of(Scenario.Part<Ground<String>> body) {
        return new Scenario<>(() -> new Ground<>(""), body, ground -> ground.check(Integer.MAX_VALUE));
    }

    private static Scenario<?> sleep(Variant v) {
        return of(ground -> {
            for (int i = 0; i < v.companions(); i++) {
                ground.section(v);
            }
        });
    }

    private static Scenario<?> cancelledAsItEnds(Variant v) {
        return of(ground -> {
            EventLoop loop = EventLoop.current();
            Task<?> child = Rondo.createTask(ground.counted(() -> Rondo.sleep(LONG)));
            loop.callLater(LONG, child::cancel);
            Rondo.gatherOutcomes(List.of(child));
            v.work();
        });
    }

    private static Scenario<?> future(Variant v) {
        return new Scenario<Ground<Future<Integer>>>(
                () -> {
                    var ground = new Ground<>(new Future<Integer>());
                    return ground.with(1, () -> {
                        v.work();
                        if (!ground.primitive.done()) {
                            ground.primitive.setResult(7);
                        }
                    });
                },
                ground -> assertThat(ground.primitive.await()).isEqualTo(7),
                ground -> ground.check(0));
    }

    private static Scenario<?> task(Variant v) {
        return of(ground -> {
            for (Awaitable<@Nullable Void> child : children(ground, v)) {
                Rondo.createTask(child).await();
            }
        });
    }

    private static Scenario<?> taskGroup(Variant v) {
        return of(ground -> {
            Rondo.taskGroup(group -> {
                children(ground, v).forEach(group::createTask);
                v.work();
            });
            assertThat(ground.inside).isZero();
        });
    }

    private static Scenario<?> nested(Variant v) {
        return of(ground -> Rondo.taskGroup(outer -> {
            outer.createTask(ground.counted(
                    () -> Rondo.taskGroup(inner -> children(ground, v).forEach(inner::createTask))));
            children(ground, v).forEach(outer::createTask);
        }));
    }

    /// Started by a child, when the body has ended: the group waits for them as well.
    private static Scenario<?> lateChildren(Variant v) {
        return of(ground -> {
            int before = ground.put;
            Rondo.taskGroup(group -> group.createTask(ground.counted(() -> {
                v.work();
                for (int i = 0; i < v.companions(); i++) {
                    group.createTask(ground.counted(() -> {
                        ground.section(v);
                        ground.put++;
                    }));
                }
            })));
            assertThat(ground.put - before).isEqualTo(v.companions());
        });
    }

    private static Scenario<?> gather(Variant v) {
        return of(ground -> {
            Rondo.gather(children(ground, v));
            assertThat(ground.inside).isZero();
        });
    }

    private static Scenario<?> outcomes(Variant v) {
        return of(ground -> {
            var all = children(ground, v);
            all.add(() -> {
                v.work();
                throw new IllegalStateException("planned");
            });
            assertThat(Rondo.gatherOutcomes(all)).hasSize(v.companions() + 1);
        });
    }

    private static Scenario<?> waitUntil(Variant v, When when) {
        return of(ground -> {
            List<Task<@Nullable Void>> tasks = children(ground, v).stream()
                    .<Task<@Nullable Void>>map(child -> Rondo.createTask(child))
                    .toList();
            try {
                Rondo.waitUntil(when, tasks);
            } finally {
                tasks.forEach(Task::cancel);
            }
        });
    }

    private static Scenario<?> waitForSomeTime(Variant v) {
        return of(ground -> {
            List<Task<@Nullable Void>> tasks = children(ground, v).stream()
                    .<Task<@Nullable Void>>map(child -> Rondo.createTask(child))
                    .toList();
            try {
                var result = Rondo.waitUntil(When.ALL_COMPLETED, v.pace().multipliedBy(2), tasks);
                assertThat(result.done().size() + result.pending().size()).isEqualTo(tasks.size());
            } finally {
                tasks.forEach(Task::cancel);
            }
        });
    }

    private static Scenario<?> waitFor(Variant v) {
        return of(ground -> {
            Rondo.waitFor(ground.counted(() -> ground.section(v)), LONG);
            try {
                Rondo.waitFor(ground.counted(() -> Rondo.sleep(LONG)), v.pace());
            } catch (TimeoutException e) {
                ground.section(v);
            }
        });
    }

    /// The deadlines of blocks that have ended are still to come.
    private static Scenario<?> timeout(Variant v) {
        return of(ground -> Rondo.timeout(LONG, () -> {
            Rondo.timeout(LONG.dividedBy(10), () -> ground.section(v));
            try {
                Rondo.timeout(
                        v.pace(),
                        () -> ground.counted(() -> Rondo.sleep(LONG.dividedBy(2)))
                                .run());
            } catch (TimeoutException e) {
                ground.section(v);
            }
            Rondo.sleep(LONG.dividedBy(5));
        }));
    }

    private static Scenario<?> shield(Variant v) {
        return new Scenario<Ground<String>>(
                () -> new Ground<>(""),
                ground -> Rondo.shield(ground.counted(() -> {
                    ground.section(v);
                    ground.put++;
                })),
                ground -> {
                    ground.check(1);
                    assertThat(ground.put).isEqualTo(1);
                });
    }

    private static Scenario<?> asCompleted(Variant v) {
        return of(ground -> {
            for (Awaitable<@Nullable Void> each : Rondo.asCompleted(children(ground, v))) {
                each.await();
            }
        });
    }

    private static Scenario<?> asCompletedInTime(Variant v) {
        return of(ground -> {
            try {
                for (Awaitable<@Nullable Void> each :
                        Rondo.asCompleted(v.pace().multipliedBy(2), children(ground, v))) {
                    each.await();
                }
            } catch (TimeoutException e) {
                ground.section(v);
            }
        });
    }

    private static Scenario<?> toThread(Variant v) {
        return of(ground -> {
            int value = Rondo.toThread(() -> 5);
            assertThat(value).isEqualTo(5);
            v.work();
        });
    }

    private static Scenario<?> cleanUp(Variant v) {
        return of(ground -> {
            Task<?> child = Rondo.createTask(ground.counted(() -> Rondo.sleep(LONG)));
            try {
                v.work();
            } finally {
                child.cancel();
                Rondo.gatherOutcomes(List.of(child));
            }
        });
    }

    private static Scenario<?> pipeline(Variant v) {
        return new Scenario<Ground<Semaphore>>(
                () -> new Ground<>(new Semaphore(2)),
                ground -> Rondo.timeout(LONG, () -> {
                    var lock = new Lock();
                    Rondo.taskGroup(group -> {
                        for (int i = 0; i < v.companions(); i++) {
                            group.createTask(ground.counted(() -> {
                                try (var _ = ground.primitive.hold()) {
                                    v.work();
                                    try (var _ = lock.hold()) {
                                        ground.section(v);
                                    }
                                }
                            }));
                        }
                    });
                }),
                ground -> {
                    ground.check(1);
                    assertThat(ground.primitive.locked()).isFalse();
                });
    }
}
