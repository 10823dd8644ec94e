package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.sleepMillis;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Task;

/// What a cancel does to a task that waits for a lock, and to those behind it.
final class LockCancellationTest {
    private final Lock lock = new Lock();
    private final ArrayList<String> trail = new ArrayList<>();

    @Test
    void cancelledWaiterLeavesTheLine() {
        run(() -> {
            lock.acquire();
            var waiter = task(lock::acquire);
            EventLoop.current().callSoon(waiter::cancel);

            assertThatThrownBy(waiter::await).isInstanceOf(CancelledError.class);

            assertThat(lock.toString()).doesNotContain("waiters");
        });
    }

    @Test
    void cancelledWaiterThatIsStillInTheLineDoesNotStopARelease() {
        run(() -> {
            var go = new Future<String>();
            var a = task(() -> holdUntil(go));
            turn();
            var b = task(() -> lock.hold().close());
            var c = task(() -> lock.hold().close());
            turn();
            assertThat(lock.toString()).contains("waiters 2");

            go.setResult("now");
            b.cancel();
            turn();

            assertThat(lock.locked()).isFalse();
            assertThat(a.done()).isTrue();
            assertThat(b.cancelled()).isTrue();
            c.await();
        });
    }

    private void holdUntil(Future<?> go) {
        try (var _ = lock.hold()) {
            go.await();
        }
    }

    @Test
    void cancelAndReleaseInOneStepLetOnlyOneTaskIn() {
        run(() -> {
            lock.acquire();
            var first = task(lock::acquire);
            var second = task(lock::acquire);
            var third = task(lock::acquire);
            turn();

            EventLoop.current().callSoon(() -> {
                first.cancel();
                lock.release();
            });
            assertThatThrownBy(first::await).isInstanceOf(CancelledError.class);

            assertThat(second.done()).isTrue();
            assertThat(third.done()).isFalse();
            third.cancel();
            turn();
            assertThat(third.cancelled()).isTrue();
        });
    }

    @Test
    void wokenWaiterThatIsCancelledPassesItsTurnOn() {
        run(() -> {
            lock.acquire();
            var first = task(lock::acquire);
            turn();
            var second = task(lock::acquire);
            first.cancel();
            lock.release();
            turn();

            assertThat(lock.locked()).isTrue();
            assertThat(first.cancelled()).isTrue();
            second.await();
        });
    }

    @Test
    void turnGivenBeforeTheCancelGoesToTheNext() {
        run(() -> {
            lock.acquire();
            var first = task(lock::acquire);
            var second = task(lock::acquire);
            turn();

            lock.release();
            first.cancel();
            turn();
            turn();

            assertThat(first.cancelled()).isTrue();
            assertThat(second.done()).isTrue();
            assertThat(lock.locked()).isTrue();
        });
    }

    @Test
    void cancelOfAWaiterWhileTheLockIsHeldWakesNobody() {
        run(() -> {
            lock.acquire();
            var first = task(lock::acquire);
            var second = task(lock::acquire);
            turn();

            first.cancel();
            turn();
            turn();

            assertThat(second.done()).isFalse();
            lock.release();
            second.await();
        });
    }

    @Test
    void newcomerTakesAFreeLockAtOnceWhenAllWhoWaitAreCancelled() {
        run(() -> {
            lock.acquire();
            var waiter = task(lock::acquire);
            turn();
            waiter.cancel();
            lock.release();

            task(() -> trail.add("other"));
            lock.acquire();
            trail.add("newcomer");

            turn();
            assertThat(trail).containsExactly("newcomer", "other");
            assertThat(waiter.cancelled()).isTrue();
        });
    }

    @Test
    void cancelledHolderReleasesOnItsWayOut() {
        run(() -> {
            var holder = task(() -> {
                try (var _ = lock.hold()) {
                    sleepMillis(1_000);
                }
            });
            turn();

            holder.cancel();
            lock.acquire();

            assertThat(holder.cancelled()).isTrue();
        });
    }

    @Test
    void freeLockIsTakenEvenIfACancelIsOutstanding() {
        run(() -> {
            var task = task(() -> {
                Task.current().cancel();
                lock.acquire();
                trail.add("acquired");
            });

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);

            assertThat(trail).containsExactly("acquired");
            assertThat(lock.locked()).isTrue();
        });
    }
}
