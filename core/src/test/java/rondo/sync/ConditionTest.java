package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;
import static rondo.sync.OnLoop.turns;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.task.Task;

/// Who waits on a condition, who is signalled, and who has the lock meanwhile.
final class ConditionTest {
    private final Condition condition = new Condition();
    private final ArrayList<String> trail = new ArrayList<>();

    /// Waits once, and releases the lock again.
    private Task<?> waiter(String name) {
        return task(() -> {
            try (var _ = condition.hold()) {
                condition.await();
                trail.add(name);
            }
        });
    }

    /// Waits once, and keeps the lock.
    private Task<?> keeper(String name) {
        return task(() -> {
            condition.acquire();
            condition.await();
            trail.add(name);
        });
    }

    private void signal(int n) {
        try (var _ = condition.hold()) {
            condition.signal(n);
        }
    }

    @Test
    void signalledTasksGoOnOneByOneAsTheyGetTheLock() {
        run(() -> {
            var tasks = new Task<?>[] {keeper("1"), keeper("2"), keeper("3")};
            turn();
            assertThat(condition.locked()).isFalse();

            condition.acquire();
            condition.signal();
            turn();
            assertThat(trail).isEmpty();
            condition.release();
            turn();
            assertThat(trail).containsExactly("1");
            condition.signal(2);
            turn();
            assertThat(trail).as("the first keeps the lock").containsExactly("1");
            condition.release();
            turn();
            assertThat(trail).containsExactly("1", "2");
            condition.release();
            turn();

            assertThat(trail).containsExactly("1", "2", "3");
            assertThat(condition.locked()).isTrue();
            assertThat(tasks).allMatch(Task::done);
        });
    }

    @Test
    void signalOfSeveralWakesAsManyAndNoMore() {
        run(() -> {
            var tasks = new Task<?>[] {waiter("1"), waiter("2"), waiter("3")};
            turn();

            signal(1);
            turn();
            assertThat(trail).containsExactly("1");
            try (var _ = condition.hold()) {
                condition.signal(1);
                condition.signal(2_048);
            }
            turns(2);

            assertThat(trail).containsExactly("1", "2", "3");
            assertThat(tasks).allMatch(Task::done);
        });
    }

    @Test
    void signalOfNoneWakesNobody() {
        run(() -> {
            var waiter = waiter("1");
            turn();

            signal(0);
            signal(-1);
            turns(2);
            assertThat(waiter.done()).isFalse();

            signal(1);
            waiter.await();
        });
    }

    @Test
    void signalWithoutWaitersIsNotKept() {
        run(() -> {
            signal(1);

            var waiter = waiter("1");
            turns(3);

            assertThat(waiter.done()).isFalse();
            signal(1);
            waiter.await();
        });
    }

    @Test
    void signalAllWakesAll() {
        run(() -> {
            var first = waiter("1");
            var second = waiter("2");
            turn();

            try (var _ = condition.hold()) {
                condition.signalAll();
            }
            turns(2);

            assertThat(trail).containsExactly("1", "2");
            assertThat(first.done() && second.done()).isTrue();
        });
    }

    @Test
    void awaitReleasesTheLockAndHasItAgainAfterwards() {
        run(() -> {
            var held = new ArrayList<Boolean>();
            var waiter = task(() -> {
                try (var _ = condition.hold()) {
                    condition.await();
                    held.add(condition.locked());
                }
            });
            turn();
            held.add(condition.locked());

            signal(1);
            waiter.await();

            assertThat(held).containsExactly(false, true);
            assertThat(condition.locked()).isFalse();
        });
    }

    @Test
    void awaitUntilGoesOnOnlyWhenThePredicateHolds() {
        run(() -> {
            var ready = new AtomicBoolean();
            var waiter = task(() -> {
                try (var _ = condition.hold()) {
                    condition.awaitUntil(ready::get);
                    trail.add("1");
                }
            });
            turn();
            signal(1);
            turn();
            assertThat(trail).isEmpty();

            ready.set(true);
            signal(1);
            turn();

            assertThat(trail).containsExactly("1");
            assertThat(waiter.done()).isTrue();
        });
    }

    @Test
    void awaitUntilNeedsTheLockOnlyIfItHasToWait() {
        run(() -> {
            condition.awaitUntil(() -> true);

            assertThatIllegalStateException()
                    .isThrownBy(() -> condition.awaitUntil(() -> false))
                    .withMessageContaining("lock is not held");
        });
    }

    @Test
    void failingPredicateLeavesWithTheLockHeld() {
        run(() -> {
            var asked = new AtomicInteger();
            var waiter = task(() -> {
                condition.acquire();
                condition.awaitUntil(() -> 1 / (1 - asked.getAndIncrement()) > 1);
            });
            turn();

            signal(1);
            turns(2);

            assertThat(waiter.exception()).isInstanceOf(ArithmeticException.class);
            assertThat(condition.locked()).isTrue();
        });
    }

    @Test
    void awaitWithoutTheLockIsRefused() {
        run(() -> assertThatIllegalStateException()
                .isThrownBy(condition::await)
                .withMessageContaining("await on a condition whose lock is not held")
                .withMessageContaining("hold()"));
    }

    @Test
    void signalWithoutTheLockIsRefused() {
        assertThatIllegalStateException().isThrownBy(condition::signal).withMessageContaining("lock is not held");
    }

    @Test
    void signalAllWithoutTheLockIsRefused() {
        assertThatIllegalStateException().isThrownBy(condition::signalAll).withMessageContaining("lock is not held");
    }

    @Test
    void lockMayBeHeldBySomebodyElse() {
        run(() -> {
            condition.acquire();

            task(condition::signalAll).await();

            assertThat(condition.locked()).isTrue();
        });
    }

    @Test
    void callbackThatAwaitsIsRefusedAndTheLockStaysHeld() {
        run(() -> {
            condition.acquire();
            var acquirer = task(condition::acquire);
            var refused = new ArrayList<Throwable>();
            turn();
            EventLoop.current().callSoon(() -> {
                try {
                    condition.await();
                } catch (IllegalStateException e) {
                    refused.add(e);
                }
            });
            turns(2);

            assertThat(refused).hasSize(1);
            assertThat(acquirer.done()).isFalse();
            condition.release();
            acquirer.await();
        });
    }

    @Test
    void holdReleasesAtTheEndOfTheBlock() {
        run(() -> {
            assertThat(condition.locked()).isFalse();

            try (var _ = condition.hold()) {
                assertThat(condition.locked()).isTrue();
            }

            assertThat(condition.locked()).isFalse();
        });
    }

    @Test
    void conditionsOverOneLockShareIt() {
        run(() -> {
            var lock = new Lock();
            var full = new Condition(lock);
            var empty = new Condition(lock);
            assertThat(full.lock()).isSameAs(lock);

            try (var _ = full.hold()) {
                assertThat(lock.locked() && empty.locked()).isTrue();
            }
            assertThat(lock.locked() || empty.locked()).isFalse();
            try (var _ = lock.hold()) {
                assertThat(full.locked() && empty.locked()).isTrue();
            }
            assertThat(full.locked() || empty.locked()).isFalse();
        });
    }

    @Test
    void signalReachesOnlyThoseWhoWaitOnTheSameCondition() {
        run(() -> {
            var other = new Condition(condition.lock());
            var here = waiter("here");
            var there = task(() -> {
                try (var _ = other.hold()) {
                    other.await();
                    trail.add("there");
                }
            });
            turn();

            try (var _ = other.hold()) {
                other.signalAll();
            }
            there.await();

            assertThat(trail).containsExactly("there");
            signal(1);
            here.await();
        });
    }

    @Test
    void showsItsLockAndHowManyWait() {
        run(() -> {
            assertThat(condition).hasToString("Condition[Lock[unlocked]]");
            waiter("1");
            waiter("2");
            turn();
            assertThat(condition).hasToString("Condition[Lock[unlocked], waiters 2]");

            condition.acquire();

            assertThat(condition.toString()).startsWith("Condition[Lock[locked, held by task ");
            condition.release();
        });
    }
}
