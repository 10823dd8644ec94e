package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.sleepMillis;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import rondo.loop.DeadlockError;
import rondo.loop.EventLoop;
import rondo.task.Task;

/// Who holds a lock, and who gets it next.
final class LockTest {
    private final Lock lock = new Lock();
    private final ArrayList<String> trail = new ArrayList<>();

    private Task<?> acquirer(String name) {
        return task(() -> {
            lock.acquire();
            trail.add(name);
        });
    }

    @Test
    void freeLockIsTakenWithoutATurnForOthers() {
        run(() -> {
            task(() -> trail.add("other"));

            lock.acquire();
            trail.add("acquired");
            turn();

            assertThat(trail).containsExactly("acquired", "other");
        });
    }

    @Test
    void waitersGetItOneByOneInTheOrderInWhichTheyCame() {
        run(() -> {
            lock.acquire();
            var first = acquirer("1");
            var second = acquirer("2");
            turn();
            assertThat(trail).isEmpty();

            lock.release();
            turn();
            turn();
            assertThat(trail).containsExactly("1");
            var third = acquirer("3");
            lock.release();
            turn();
            assertThat(trail).containsExactly("1", "2");
            lock.release();
            turn();

            assertThat(trail).containsExactly("1", "2", "3");
            assertThat(first.done() && second.done() && third.done()).isTrue();
        });
    }

    @Test
    void releasedLockIsFreeUntilTheWaiterRuns() {
        run(() -> {
            lock.acquire();
            acquirer("waiter");
            turn();

            lock.release();
            assertThat(lock.locked()).isFalse();
            turn();

            assertThat(lock.locked()).isTrue();
            assertThat(trail).containsExactly("waiter");
        });
    }

    @Test
    void releaserThatComesBackDoesNotOvertakeTheWokenWaiter() {
        run(() -> {
            lock.acquire();
            task(() -> {
                try (var _ = lock.hold()) {
                    trail.add("waiter");
                }
            });
            turn();

            lock.release();
            lock.acquire();
            trail.add("releaser");

            assertThat(trail).containsExactly("waiter", "releaser");
        });
    }

    @Test
    void releaseWithoutWaitersFreesIt() {
        run(() -> {
            lock.acquire();
            assertThat(lock.locked()).isTrue();

            lock.release();

            assertThat(lock.locked()).isFalse();
        });
    }

    @Test
    void releaseOfAFreeLockIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(lock::release)
                .withMessageContaining("Lock[unlocked]")
                .withMessageContaining("acquire()");
    }

    @Test
    void holdReleasesAtTheEndOfTheBlock() {
        run(() -> {
            try (var _ = lock.hold()) {
                assertThat(lock.locked()).isTrue();
            }

            assertThat(lock.locked()).isFalse();
        });
    }

    @Test
    void holdReleasesWhenTheBlockFails() {
        run(() -> {
            assertThatIllegalStateException().isThrownBy(() -> {
                try (var _ = lock.hold()) {
                    throw new IllegalStateException("body");
                }
            });

            assertThat(lock.locked()).isFalse();
        });
    }

    @Test
    void closingAHoldAfterAReleaseIsRefused() {
        run(() -> {
            Hold hold = lock.hold();
            lock.release();

            assertThatIllegalStateException().isThrownBy(hold::close).withMessageContaining("not held");
        });
    }

    @Test
    void oneHoldKeepsTheOthersOutAcrossAwaits() {
        run(() -> {
            for (var name : new String[] {"a", "b"}) {
                task(() -> {
                    try (var _ = lock.hold()) {
                        trail.add(name + " in");
                        sleepMillis(1);
                        trail.add(name + " out");
                    }
                });
            }
            sleepMillis(5);

            assertThat(trail).containsExactly("a in", "a out", "b in", "b out");
        });
    }

    @Test
    void anyTaskMayRelease() {
        run(() -> {
            lock.acquire();

            task(lock::release).await();

            assertThat(lock.locked()).isFalse();
        });
    }

    @Test
    void holderThatAcquiresAgainWaitsForARelease() {
        run(() -> {
            var twice = task(() -> {
                lock.acquire();
                lock.acquire();
            });
            turn();
            assertThat(twice.done()).isFalse();

            lock.release();
            twice.await();

            assertThat(lock.locked()).isTrue();
        });
    }

    @Test
    void callbackMayTakeAFreeLockButCannotWaitForOne() {
        run(() -> {
            var error = new ArrayList<Throwable>();
            EventLoop.current().callSoon(() -> {
                lock.acquire();
                try {
                    lock.acquire();
                } catch (IllegalStateException e) {
                    error.add(e);
                }
            });
            turn();

            assertThat(lock).hasToString("Lock[locked]");
            assertThat(error).hasSize(1);
        });
    }

    @Test
    void deadlockOverTwoLocksIsReportedAsARing() {
        var other = new Lock();
        assertThatExceptionOfType(DeadlockError.class)
                .isThrownBy(() -> run(() -> {
                    var one = task(() -> holdBoth(lock, other));
                    var two = task(() -> holdBoth(other, lock));
                    trail.add("ring: task '" + one.name() + "' -> task '" + two.name() + "' -> task '" + one.name());
                    one.await();
                }))
                .satisfies(deadlock -> assertThat(deadlock).hasMessageContaining(trail.getFirst()));
    }

    private static void holdBoth(Lock first, Lock second) {
        try (var _ = first.hold()) {
            turn();
            second.hold().close();
        }
    }

    @Test
    void showsItsStateItsHolderAndHowManyWait() {
        run(() -> {
            assertThat(lock).hasToString("Lock[unlocked]");

            lock.acquire();
            acquirer("waiter");
            turn();

            assertThat(lock)
                    .hasToString("Lock[locked, held by task " + Task.current().name() + ", waiters 1]");
        });
    }
}
