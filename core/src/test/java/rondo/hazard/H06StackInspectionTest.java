package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.sync.Queue;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// H6: taking the stack of a virtual thread holds it suspended for a moment, drops a resume that comes then,
/// and resubmits it afterwards. A program must run the same under a thread that takes the stacks of all its
/// tasks a thousand times a second.
final class H06StackInspectionTest {
    private static final int TASKS = 30;
    private static final int ROUNDS = 400;

    /// So many that some are taken just when the task's turn comes.
    private static final int STACKS = 3000;

    @Test
    void inspectedRunHasTheTraceOfOneThatIsNot() throws InterruptedException {
        List<String> alone = new ArrayList<>();
        Deadline.within(() -> run(alone, new CopyOnWriteArrayList<>()));

        List<Thread> threads = new CopyOnWriteArrayList<>();
        var stacks = new AtomicLong();
        Thread inspector = Thread.ofPlatform().daemon().start(() -> inspect(threads, stacks));
        try {
            long end = System.nanoTime() + Deadline.LIMIT.toNanos();
            do { // on a busy machine a run may be over before the inspector has looked
                List<String> inspected = new ArrayList<>();
                threads.clear();
                Deadline.within(Deadline.LIMIT.multipliedBy(2), () -> run(inspected, threads));
                assertThat(inspected).isEqualTo(alone);
            } while (stacks.get() < STACKS && System.nanoTime() < end);
        } finally {
            inspector.interrupt();
            inspector.join();
        }

        assertThat(stacks.get()).as("stacks taken").isGreaterThan(TASKS);
    }

    @Test
    void taskMayTakeTheStacksOfAllTasks() throws InterruptedException {
        List<String> trail = new ArrayList<>();

        Deadline.within(() -> inVirtualTime(() -> {
            Task<?> sleeper = Task.start(VoidBody.awaitable(() -> Sleep.sleep(Duration.ofSeconds(1))));
            for (int i = 0; i < 100; i++) {
                Sleep.sleep(Duration.ZERO);
                assertThat(sleeper.stack()).isNotEmpty();
            }
            sleeper.await();
            trail.add("slept till " + EventLoop.current().time());
        }));

        assertThat(trail).hasSize(1);
    }

    private static void inspect(List<Thread> threads, AtomicLong stacks) {
        while (!Thread.currentThread().isInterrupted()) {
            for (Thread thread : threads) {
                stacks.addAndGet(thread.getStackTrace().length > 0 ? 1 : 0);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// Yields, timers and a queue: every way of being resumed.
    private static void run(List<String> trail, List<Thread> threads) {
        inVirtualTime(() -> {
            var queue = new Queue<Integer>(4);
            List<Task<@Nullable Void>> tasks = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                int number = i;
                tasks.add(Task.start(VoidBody.awaitable(() -> work(number, queue, trail, threads))));
            }
            for (Task<?> task : tasks) {
                task.await();
            }
        });
    }

    private static void work(int number, Queue<Integer> queue, List<String> trail, List<Thread> threads) {
        threads.add(Thread.currentThread());
        for (int round = 0; round < ROUNDS; round++) {
            switch ((number + round) % 3) {
                case 0 -> Sleep.sleep(Duration.ZERO);
                case 1 -> Sleep.sleep(Duration.ofMillis(number));
                default -> {
                    queue.put(number);
                    trail.add(number + " got " + queue.get());
                }
            }
            trail.add(number + " at " + EventLoop.current().time());
        }
    }

    private static void inVirtualTime(VoidBody body) {
        try (var runner =
                new Runner(LoopOptions.defaults().withClock(new VirtualClock()).withWatchdog(false))) {
            runner.run(body);
        }
    }
}
