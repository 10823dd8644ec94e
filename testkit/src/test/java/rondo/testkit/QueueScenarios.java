package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import rondo.Rondo;
import rondo.sync.LifoQueue;
import rondo.sync.PriorityQueue;
import rondo.sync.Queue;

/// Scenarios of queues: what has been put is taken once or still there.
final class QueueScenarios {
    private static final int ITEMS = 3;

    private QueueScenarios() {}

    static Map<String, Function<Variant, Scenario<?>>> all() {
        return Map.of(
                "Queue, get", v -> get(v, Queue::new),
                "LifoQueue, get", v -> get(v, LifoQueue::new),
                "PriorityQueue, get", v -> get(v, () -> new PriorityQueue<>()),
                "Queue(1), put", v -> put(v, () -> new Queue<>(1)),
                "LifoQueue(2), put", v -> put(v, () -> new LifoQueue<>(2)),
                "PriorityQueue(1), put", v -> put(v, () -> new PriorityQueue<>(1, Comparator.reverseOrder())),
                "Queue, both sides", QueueScenarios::both,
                "Queue, join", QueueScenarios::join,
                "Queue, shut down", QueueScenarios::shutDown);
    }

    private static Scenario<Ground<Queue<Integer>>> get(Variant v, Supplier<Queue<Integer>> make) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(make.get());
                    return ground.with(v.companions(), () -> {
                        for (int i = 0; i < ITEMS; i++) {
                            v.work();
                            ground.primitive.put(ground.put++);
                        }
                    });
                },
                ground -> {
                    for (int i = 0; i < ITEMS * v.companions(); i++) {
                        ground.taken.add(ground.primitive.get());
                    }
                },
                QueueScenarios::checkNothingLost);
    }

    private static Scenario<Ground<Queue<Integer>>> put(Variant v, Supplier<Queue<Integer>> make) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(make.get());
                    ground.with(v.companions(), () -> putSome(ground, v));
                    ground.with(1, () -> {
                        Rondo.sleep(Duration.ofSeconds(1));
                        ground.put++;
                        ground.primitive.put(-1);
                    });
                    return ground.with(1, () -> {
                        for (int item : ground.primitive) {
                            v.work();
                            ground.taken.add(item);
                            if (item < 0) {
                                ground.primitive.shutdown();
                            }
                        }
                    });
                },
                ground -> putSome(ground, v),
                QueueScenarios::checkNothingLost);
    }

    private static void putSome(Ground<Queue<Integer>> ground, Variant v) {
        for (int i = 0; i < ITEMS; i++) {
            v.work();
            ground.primitive.put(i);
            ground.put++;
        }
    }

    private static void checkNothingLost(Ground<Queue<Integer>> ground) {
        ground.check(0);
        assertThat(ground.taken.size() + ground.primitive.size()).isEqualTo(ground.put);
    }

    /// A getter that is cancelled when it has been woken must pass the item on to the next getter.
    private static Scenario<Ground<Queue<Integer>>> both(Variant v) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Queue<Integer>(1));
                    ground.with(v.companions(), () -> ground.taken.add(ground.primitive.get()));
                    return ground.with(v.companions() + 1, () -> {
                        v.work();
                        ground.primitive.put(ground.put++);
                    });
                },
                ground -> ground.taken.add(ground.primitive.get()),
                ground -> {
                    checkNothingLost(ground);
                    assertThat(ground.taken).doesNotHaveDuplicates();
                });
    }

    private static Scenario<Ground<Queue<Integer>>> join(Variant v) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Queue<Integer>());
                    return ground.with(v.companions(), () -> {
                        for (int item : ground.primitive) {
                            v.work();
                            ground.taken.add(item);
                            ground.primitive.taskDone();
                        }
                    });
                },
                ground -> {
                    try {
                        for (int i = 0; i < ITEMS; i++) {
                            ground.primitive.put(ground.put++);
                        }
                        ground.primitive.join();
                        assertThat(ground.taken).hasSize(ITEMS);
                    } finally {
                        ground.primitive.shutdown();
                    }
                },
                QueueScenarios::checkNothingLost);
    }

    private static Scenario<Ground<Queue<Integer>>> shutDown(Variant v) {
        return new Scenario<>(
                () -> {
                    var ground = new Ground<>(new Queue<Integer>(1));
                    ground.with(v.companions(), () -> {
                        for (int item : ground.primitive) {
                            ground.taken.add(item);
                        }
                    });
                    return ground;
                },
                ground -> {
                    try {
                        for (int i = 0; i < ITEMS; i++) {
                            ground.primitive.put(i);
                            ground.put++;
                            v.work();
                        }
                    } finally {
                        ground.primitive.shutdown();
                    }
                },
                QueueScenarios::checkNothingLost);
    }
}
