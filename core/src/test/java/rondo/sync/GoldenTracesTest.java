package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;
import static rondo.sync.OnLoop.turns;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.task.CancelledError;
import rondo.task.Task;

/// Programs whose traces were recorded with CPython 3.13: who goes first where it could be otherwise.
final class GoldenTracesTest {
    private final ArrayList<String> trail = new ArrayList<>();

    private List<Task<?>> getters(Queue<?> queue, String... names) {
        var tasks = new ArrayList<Task<?>>();
        for (var name : names) {
            tasks.add(task(() -> trail.add(name + "=" + queue.get())));
        }
        return tasks;
    }

    @Test
    void itemMayBeTakenBeforeTheGetterThatItWokeAndThatOneWaitsAgain() {
        run(() -> {
            var queue = new Queue<Integer>();
            var getters = getters(queue, "a", "b");
            turn();

            queue.putNowait(1);
            trail.add("taken " + queue.getNowait());
            queue.putNowait(2);
            queue.putNowait(3);
            getters.forEach(Task::await);

            assertThat(trail).containsExactly("taken 1", "a=2", "b=3");
        });
    }

    @Test
    void itemMayOvertakeAPutterThatWasWoken() {
        run(() -> {
            var queue = new Queue<String>(1);
            queue.putNowait("first");
            var putter = task(() -> queue.put("waiting"));
            turn();

            trail.add(queue.getNowait());
            queue.putNowait("barger");
            turns(2);
            trail.add(queue.getNowait());
            putter.await();
            trail.add(queue.getNowait());

            assertThat(trail).containsExactly("first", "barger", "waiting");
        });
    }

    @Test
    void releasedPermitBelongsToTheOneWhoWaited() {
        run(() -> {
            var semaphore = new Semaphore(1);
            semaphore.acquire();
            var tasks = holders(semaphore::hold, "a", "b");
            turn();

            semaphore.release();
            trail.add("locked " + semaphore.locked() + " value " + semaphore.value());
            tasks.addAll(holders(semaphore::hold, "newcomer"));
            tasks.forEach(Task::await);

            assertThat(trail).containsExactly("locked true value 0", "a", "b", "newcomer");
        });
    }

    private interface Holding {
        Hold hold();
    }

    private List<Task<?>> holders(Holding holding, String... names) {
        var tasks = new ArrayList<Task<?>>();
        for (var name : names) {
            tasks.add(task(() -> {
                try (var _ = holding.hold()) {
                    trail.add(name);
                }
            }));
        }
        return tasks;
    }

    @Test
    void permitOfATaskWokenAndCancelledInOneStepGoesToTheNext() {
        run(() -> {
            var semaphore = new Semaphore(0);
            var x = task(() -> {
                semaphore.acquire();
                trail.add("x");
            });
            var y = task(() -> {
                semaphore.acquire();
                trail.add("y");
            });
            turn();

            semaphore.release();
            x.cancel();
            y.await();

            assertThat(trail).containsExactly("y");
            assertThat(x.cancelled()).isTrue();
        });
    }

    @Test
    void releasedLockIsFreeButNobodyOvertakes() {
        run(() -> {
            var lock = new Lock();
            lock.acquire();
            var tasks = holders(lock::hold, "a", "b");
            turn();

            lock.release();
            trail.add("locked " + lock.locked());
            tasks.addAll(holders(lock::hold, "newcomer"));
            tasks.forEach(Task::await);

            assertThat(trail).containsExactly("locked false", "a", "b", "newcomer");
        });
    }

    @Test
    void signalOfACancelledTaskIsPassedOnAndTheThirdWaitsForAll() {
        run(() -> {
            var condition = new Condition();
            var tasks = List.of(waiter(condition, "a"), waiter(condition, "b"), waiter(condition, "c"));
            turn();

            try (var _ = condition.hold()) {
                condition.signal(1);
                tasks.getFirst().cancel();
            }
            turns(5);
            assertThat(trail).containsExactly("a cancelled, locked true", "b");

            try (var _ = condition.hold()) {
                condition.signalAll();
            }
            tasks.getLast().await();
            assertThat(trail).last().isEqualTo("c");
        });
    }

    private Task<?> waiter(Condition condition, String name) {
        return task(() -> {
            try (var _ = condition.hold()) {
                awaitOnce(condition, name);
                trail.add(name);
            }
        });
    }

    private void awaitOnce(Condition condition, String name) {
        try {
            condition.await();
        } catch (CancelledError e) {
            trail.add(name + " cancelled, locked " + condition.locked());
            throw e;
        }
    }

    @Test
    void lastToArriveAtABarrierGoesOnFirst() {
        run(() -> {
            var barrier = new Barrier(3);
            var tasks = List.of("a", "b", "c").stream()
                    .map(name -> task(() -> trail.add(name + ":" + barrier.await())))
                    .toList();

            tasks.forEach(Task::await);

            assertThat(trail).containsExactly("c:2", "a:0", "b:1");
        });
    }
}
