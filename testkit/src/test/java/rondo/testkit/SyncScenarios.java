package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import rondo.Rondo;
import rondo.sync.Barrier;
import rondo.sync.BoundedSemaphore;
import rondo.sync.BrokenBarrierException;
import rondo.sync.Condition;
import rondo.sync.Event;
import rondo.sync.Lock;
import rondo.sync.Semaphore;
import rondo.task.CancelledError;

/// Scenarios of locks and their kin.
final class SyncScenarios {
    private static final Duration LONG = Duration.ofSeconds(1);
    private static final Integer GONE = -1;

    private SyncScenarios() {}

    static Map<String, Function<Variant, Scenario<?>>> all() {
        return Map.ofEntries(
                Map.entry("Lock", SyncScenarios::lock),
                Map.entry("Lock by hand", SyncScenarios::lockByHand),
                Map.entry("Semaphore", v -> semaphore(v, new Semaphore(2), 2)),
                Map.entry("BoundedSemaphore", v -> semaphore(v, new BoundedSemaphore(1), 1)),
                Map.entry("Event", SyncScenarios::event),
                Map.entry("Condition", SyncScenarios::condition),
                Map.entry("Condition with one signal for each", SyncScenarios::signals),
                Map.entry("Condition with a predicate", SyncScenarios::predicate),
                Map.entry("Barrier", SyncScenarios::barrier),
                Map.entry("Barrier that is reset", SyncScenarios::reset),
                Map.entry("Condition, acquire", SyncScenarios::conditionByHand),
                Map.entry("Barrier that is aborted", SyncScenarios::abort));
    }

    private static Scenario<Ground<Lock>> lock(Variant v) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Lock());
                    return ground.with(v.companions(), () -> locked(ground, v));
                },
                ground -> {
                    locked(ground, v);
                    locked(ground, v);
                },
                ground -> {
                    ground.check(1);
                    assertThat(ground.primitive.locked()).isFalse();
                });
    }

    private static void locked(Ground<Lock> ground, Variant v) {
        try (var _ = ground.primitive.hold()) {
            ground.section(v);
        }
    }

    private static Scenario<Ground<Lock>> lockByHand(Variant v) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Lock());
                    return ground.with(v.companions(), () -> lockedByHand(ground, v));
                },
                ground -> lockedByHand(ground, v),
                ground -> {
                    ground.check(1);
                    assertThat(ground.primitive.locked()).isFalse();
                });
    }

    private static void lockedByHand(Ground<Lock> ground, Variant v) {
        Rondo.sleep(Duration.ZERO);
        ground.primitive.acquire();
        try {
            ground.section(v);
        } finally {
            ground.primitive.release();
        }
    }

    private static Scenario<Ground<Semaphore>> semaphore(Variant v, Semaphore any, int permits) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<Semaphore>(
                            any instanceof BoundedSemaphore ? new BoundedSemaphore(permits) : new Semaphore(permits));
                    return ground.with(v.companions() + 1, () -> permitted(ground, v));
                },
                ground -> {
                    permitted(ground, v);
                    permitted(ground, v);
                },
                ground -> {
                    ground.check(permits);
                    for (int i = 0; i < permits; i++) {
                        assertThat(ground.primitive.locked()).isFalse();
                        ground.primitive.acquire();
                    }
                    assertThat(ground.primitive.locked()).isTrue();
                });
    }

    private static void permitted(Ground<Semaphore> ground, Variant v) {
        try (var _ = ground.primitive.hold()) {
            ground.section(v);
        }
    }

    private static Scenario<Ground<Event>> event(Variant v) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Event());
                    ground.with(v.companions(), ground.primitive::await);
                    return ground.with(1, () -> {
                        v.work();
                        ground.primitive.set();
                        ground.primitive.clear();
                        v.work();
                        ground.primitive.set();
                    });
                },
                ground -> {
                    ground.primitive.await();
                    v.work();
                    ground.primitive.await();
                },
                ground -> ground.check(0));
    }

    private static Scenario<Ground<Condition>> condition(Variant v) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Condition());
                    ground.with(v.companions(), () -> waitForSome(ground, v));
                    return ground.with(1, () -> {
                        Rondo.sleep(LONG);
                        try (var _ = ground.primitive.hold()) {
                            ground.put = 1;
                            ground.primitive.signalAll();
                        }
                    });
                },
                ground -> waitForSome(ground, v),
                ground -> {
                    ground.check(1);
                    assertThat(ground.primitive.locked()).isFalse();
                });
    }

    private static void waitForSome(Ground<Condition> ground, Variant v) {
        try (var _ = ground.primitive.hold()) {
            while (ground.put == 0) {
                ground.primitive.await();
            }
            ground.section(v);
        }
    }

    /// As many signals as waiters: one that is cancelled when it has been signalled must pass it on. `taken` is
    /// what the subject has, or that it has gone without.
    private static Scenario<Ground<Condition>> signals(Variant v) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Condition());
                    ground.with(v.companions(), () -> takeOne(ground));
                    return ground.with(1, () -> {
                        for (int i = 0; i < v.companions(); i++) {
                            Rondo.sleep(LONG);
                            putOne(ground);
                        }
                        Rondo.sleep(LONG);
                        if (!ground.taken.contains(GONE)) {
                            putOne(ground);
                        }
                    });
                },
                ground -> {
                    try {
                        takeOne(ground);
                    } catch (CancelledError e) {
                        ground.taken.add(GONE);
                        throw e;
                    }
                },
                ground -> {
                    ground.check(0);
                    assertThat(ground.put).isBetween(0, 1);
                    assertThat(ground.primitive.locked()).isFalse();
                });
    }

    private static void putOne(Ground<Condition> ground) {
        try (var _ = ground.primitive.hold()) {
            ground.put++;
            ground.primitive.signal();
        }
    }

    private static void takeOne(Ground<Condition> ground) {
        try (var _ = ground.primitive.hold()) {
            while (ground.put == 0) {
                ground.primitive.await();
            }
            ground.put--;
        }
    }

    private static Scenario<Ground<Condition>> predicate(Variant v) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Condition());
                    return ground.with(v.companions(), () -> {
                        v.work();
                        try (var _ = ground.primitive.hold()) {
                            ground.put++;
                            ground.primitive.signalAll();
                        }
                    });
                },
                ground -> {
                    try (var _ = ground.primitive.hold()) {
                        ground.primitive.awaitUntil(() -> ground.put == v.companions());
                        ground.section(v);
                    }
                },
                ground -> {
                    ground.check(1);
                    assertThat(ground.primitive.locked()).isFalse();
                });
    }

    /// Who comes when another has been cancelled waits for a limited time only.
    private static Scenario<Ground<Barrier>> barrier(Variant v) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Barrier(v.companions() + 1));
                    return ground.with(v.companions(), () -> meet(ground, v));
                },
                ground -> {
                    v.work();
                    ground.primitive.await();
                },
                ground -> {
                    ground.check(0);
                    assertThat(ground.primitive.waiting()).isZero();
                    assertThat(ground.primitive.broken()).isFalse();
                });
    }

    private static void meet(Ground<Barrier> ground, Variant v) {
        try {
            v.work();
            Rondo.timeout(LONG, () -> ground.primitive.await());
        } catch (TimeoutException e) {
            ground.put++;
        }
    }

    private static Scenario<Ground<Barrier>> reset(Variant v) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Barrier(v.companions() + 2));
                    ground.with(v.companions(), () -> meetOrBreak(ground));
                    return ground.with(1, () -> {
                        Rondo.sleep(LONG);
                        ground.primitive.reset();
                    });
                },
                SyncScenarios::meetOrBreak,
                ground -> {
                    ground.check(0);
                    assertThat(ground.primitive.waiting()).isZero();
                    assertThat(ground.primitive.broken()).isFalse();
                });
    }

    private static void meetOrBreak(Ground<Barrier> ground) {
        try {
            ground.primitive.await();
        } catch (BrokenBarrierException e) {
            ground.put++;
        }
    }

    /// Whoever comes late, when it has been aborted, is told so as well.
    private static Scenario<Ground<Barrier>> abort(Variant v) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Barrier(v.companions() + 2));
                    ground.with(v.companions(), () -> {
                        v.work();
                        meetOrBreak(ground);
                    });
                    return ground.with(1, () -> {
                        Rondo.sleep(v.pace());
                        ground.primitive.abort();
                    });
                },
                SyncScenarios::meetOrBreak,
                ground -> {
                    ground.check(0);
                    assertThat(ground.primitive.waiting()).isZero();
                    assertThat(ground.primitive.broken()).isTrue();
                    assertThat(ground.put).isBetween(v.companions(), v.companions() + 1);
                });
    }

    private static Scenario<Ground<Condition>> conditionByHand(Variant v) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Condition());
                    return ground.with(v.companions(), () -> {
                        for (int i = 0; i < 2; i++) {
                            try (var _ = ground.primitive.hold()) {
                                ground.section(v);
                            }
                        }
                    });
                },
                ground -> {
                    try (var _ = ground.primitive.hold()) {
                        ground.section(v);
                    }
                    Rondo.sleep(Duration.ZERO);
                    ground.primitive.acquire();
                    try {
                        ground.section(v);
                    } finally {
                        ground.primitive.release();
                    }
                },
                ground -> {
                    ground.check(1);
                    assertThat(ground.primitive.locked()).isFalse();
                });
    }
}
