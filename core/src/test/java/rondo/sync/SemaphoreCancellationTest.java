package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;
import static rondo.sync.OnLoop.turns;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.task.CancelledError;
import rondo.task.Task;

/// What a cancel does to a task that waits for a permit: no permit is lost, and nobody is left behind.
final class SemaphoreCancellationTest {
    private final ArrayList<String> trail = new ArrayList<>();

    @Test
    void cancelledWaiterLeavesTheLine() {
        run(() -> {
            var semaphore = new Semaphore();
            semaphore.acquire();
            var waiter = task(semaphore::acquire);
            EventLoop.current().callSoon(waiter::cancel);

            assertThatThrownBy(waiter::await).isInstanceOf(CancelledError.class);

            assertThat(semaphore).hasToString("Semaphore[locked, value 0]");
        });
    }

    @Test
    void releaseSkipsThoseWhoAreCancelledAlready() {
        run(() -> {
            var semaphore = new Semaphore(0);
            var tasks = waiters(semaphore, 4);
            turn();

            tasks.get(0).cancel();
            tasks.get(1).cancel();
            semaphore.release();
            turns(2);

            assertThat(tasks).extracting(Task::cancelled).containsExactly(true, true, false, false);
            assertThat(tasks.get(2).done()).isTrue();
            assertThat(tasks.get(3).done()).isFalse();
        });
    }

    private static List<Task<?>> waiters(Semaphore semaphore, int n) {
        var tasks = new ArrayList<Task<?>>();
        for (int i = 0; i < n; i++) {
            tasks.add(task(semaphore::acquire));
        }
        return tasks;
    }

    @Test
    void releaseRightAfterACancelReachesTheNext() {
        run(() -> {
            var semaphore = new Semaphore(0);
            var tasks = waiters(semaphore, 2);
            turn();

            tasks.getFirst().cancel();
            semaphore.release();
            turns(2);

            assertThat(semaphore.locked()).isTrue();
            assertThat(tasks.getLast().done()).isTrue();
        });
    }

    @Test
    void permitOfATaskCancelledAfterItWasGivenGoesToTheNext() {
        run(() -> {
            var semaphore = new Semaphore(0);
            var tasks = waiters(semaphore, 2);
            turn();

            semaphore.release();
            tasks.getFirst().cancel();
            turns(2);

            assertThat(tasks.getFirst().cancelled()).isTrue();
            assertThat(tasks.getLast().done()).isTrue();
            assertThat(semaphore.value()).isZero();
        });
    }

    @Test
    void permitOfTheOnlyOneWhoWaitedComesBack() {
        run(() -> {
            var semaphore = new Semaphore(0);
            var waiter = task(semaphore::acquire);
            turn();

            semaphore.release();
            waiter.cancel();
            turn();

            assertThat(waiter.cancelled()).isTrue();
            assertThat(semaphore).hasToString("Semaphore[unlocked, value 1]");
        });
    }

    @Test
    void releaseAndCancelByTheHolderLeaveAPermitForLater() {
        run(() -> {
            var semaphore = new Semaphore(1);
            var second = new ArrayList<Task<?>>();
            var first = task(() -> {
                try (var _ = semaphore.hold()) {
                    turn();
                }
                second.getFirst().cancel();
            });
            second.add(task(() -> {
                try (var _ = semaphore.hold()) {
                    trail.add("in");
                }
            }));

            first.await();
            assertThatThrownBy(second.getFirst()::await).isInstanceOf(CancelledError.class);
            semaphore.acquire();

            assertThat(trail).isEmpty();
        });
    }

    @Test
    void cancelOfTheFirstLeavesTheOrderOfTheOthers() {
        run(() -> {
            var semaphore = new Semaphore(0);
            var tasks = new ArrayList<Task<?>>();
            for (var name : List.of("1", "2", "3")) {
                tasks.add(task(() -> {
                    semaphore.acquire();
                    trail.add(name);
                }));
            }
            turn();

            tasks.getFirst().cancel();
            turn();
            semaphore.release();
            semaphore.release();
            turns(2);

            assertThat(trail).containsExactly("2", "3");
            assertThat(tasks).allMatch(Task::done);
        });
    }

    @Test
    void newcomerNeedNotWaitBehindThoseWhoAreCancelled() {
        run(() -> {
            var semaphore = new Semaphore(0);
            var waiter = task(semaphore::acquire);
            turn();
            waiter.cancel();
            semaphore.release();

            assertThat(semaphore.locked()).isFalse();
            semaphore.acquire();

            assertThat(semaphore).hasToString("Semaphore[locked, value 0, waiters 1]");
            turn();
            assertThat(semaphore).hasToString("Semaphore[locked, value 0]");
        });
    }
}
