package rondo.bench;

import static rondo.Rondo.createTask;
import static rondo.Rondo.gather;
import static rondo.Rondo.sleep;
import static rondo.Rondo.waitFor;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.sync.Queue;
import rondo.task.Awaitable;
import rondo.task.Task;
import rondo.task.TaskOptions;

/// What is measured: the same programs that the peers run, written as a user of Rondo would write them.
enum Workload {
    /// Two tasks yield in turn.
    SWITCH2(1_000_000, 12) {
        @Override
        void run(int n) {
            yieldInTurn(2, n);
        }
    },
    /// A thousand tasks yield in turn.
    SWITCH1K(1_000_000, 12) {
        @Override
        void run(int n) {
            yieldInTurn(1000, n);
        }
    },
    /// A trivial task is started and awaited, one at a time.
    SPAWN(1_000_000, 12) {
        @Override
        void run(int n) {
            for (int i = 0; i < n; i++) {
                createTask(TRIVIAL).await();
            }
        }
    },
    /// As `SPAWN`, started eagerly.
    SPAWN_EAGER(1_000_000, 12) {
        @Override
        void run(int n) {
            EventLoop loop = EventLoop.current();
            TaskOptions eager = TaskOptions.defaults().withEager(true);
            for (int i = 0; i < n; i++) {
                Task.start(loop, TRIVIAL, eager).await();
            }
        }
    },
    /// A body is awaited in place, without a task.
    INPLACE(10_000_000, 12) {
        @Override
        void run(int n) throws Exception {
            List<Awaitable<Integer>> bodies = List.of(TRIVIAL, () -> n, () -> -n);
            long sum = 0;
            for (int i = 0; i < n; i++) {
                sum += bodies.get(i % bodies.size()).await();
            }
            if (sum == n) {
                throw new IllegalStateException("the bodies did not run: " + sum);
            }
        }
    },
    /// Many tasks at once; each yields once.
    GATHER(100_000, 12) {
        @Override
        void run(int n) {
            gather(Collections.nCopies(n, YIELD));
        }
    },
    /// Many tasks at once; none suspends.
    GATHER_DONE(100_000, 12) {
        @Override
        void run(int n) {
            gather(Collections.nCopies(n, TRIVIAL));
        }
    },
    /// Many tasks at once; each sleeps up to a second.
    TIMERS(1_000_000, 2) {
        @Override
        void run(int n) {
            var random = new Random(42);
            gather(IntStream.range(0, n)
                    .mapToObj(i -> sleeper(random.nextInt(1001)))
                    .toList());
        }
    },
    /// A deadline that does not fire.
    WAITFOR(10_000, 100) {
        @Override
        void run(int n) throws TimeoutException {
            for (int i = 0; i < n; i++) {
                waitFor(YIELD, Duration.ofSeconds(10));
            }
        }
    },
    /// A producer and a consumer share a bounded queue.
    QUEUE(1_000_000, 12) {
        @Override
        void run(int n) {
            var queue = new Queue<Integer>(100);
            gather(
                    () -> {
                        for (int i = 0; i < n; i++) {
                            queue.put(i);
                        }
                    },
                    () -> {
                        for (int i = 0; i < n; i++) {
                            queue.get();
                        }
                    });
        }
    };

    private static final Awaitable<Integer> TRIVIAL = () -> 1;

    private static final Awaitable<@Nullable Void> YIELD = () -> {
        sleep(Duration.ZERO);
        return null;
    };

    /// How many operations a round has, unless told otherwise.
    final int operations;

    /// How many rounds a process runs, unless told otherwise.
    final int rounds;

    Workload(int operations, int rounds) {
        this.operations = operations;
        this.rounds = rounds;
    }

    /// One round, in a task.
    abstract void run(int n) throws Exception;

    /// {@return what the command line calls it}
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static @Nullable Workload of(String id) {
        return Arrays.stream(values())
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private static void yieldInTurn(int tasks, int n) {
        gather(Collections.nCopies(tasks, yielder(n / tasks)));
    }

    private static Awaitable<@Nullable Void> yielder(int times) {
        return () -> {
            for (int i = 0; i < times; i++) {
                sleep(Duration.ZERO);
            }
            return null;
        };
    }

    private static Awaitable<@Nullable Void> sleeper(int millis) {
        Duration delay = Duration.ofMillis(millis);
        return () -> {
            sleep(delay);
            return null;
        };
    }
}
