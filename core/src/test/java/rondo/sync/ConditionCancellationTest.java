package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.sleepMillis;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;
import static rondo.sync.OnLoop.turns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.task.CancelledError;
import rondo.task.Task;
import rondo.task.VoidBody;
import rondo.task.WaitFor;

/// What a cancel does to a task that waits on a condition: it has the lock again before it learns of it, and no
/// signal is lost.
final class ConditionCancellationTest {
    private final Condition condition = new Condition();
    private final ArrayList<String> trail = new ArrayList<>();
    private final ArrayList<CancelledError> caught = new ArrayList<>();
    private int items;

    /// Waits once; notes whether the lock was held when the cancel was thrown.
    private Task<?> waiter(String name) {
        return task(() -> {
            try (var _ = condition.hold()) {
                condition.await();
                trail.add(name);
            }
        });
    }

    private Task<?> catcher() {
        return task(() -> {
            try (var _ = condition.hold()) {
                condition.awaitUntil(() -> items > 0);
            } catch (CancelledError e) {
                caught.add(e);
                throw e;
            }
        });
    }

    /// Takes items for ever, until a negative number of them says that it is over.
    private Task<?> consumer() {
        return task(() -> {
            try (var _ = condition.hold()) {
                while (true) {
                    condition.awaitUntil(() -> items != 0);
                    if (items < 0) {
                        return;
                    }
                    items--;
                }
            }
        });
    }

    private void end(Task<?> consumer) {
        try (var _ = condition.hold()) {
            items = -1;
            condition.signalAll();
        }
        consumer.await();
    }

    @Test
    void cancelledWaiterHasTheLockAgainAndLeavesTheLine() {
        run(() -> {
            condition.acquire();
            var waiter = task(condition::await);
            EventLoop.current().callSoon(waiter::cancel);

            assertThatThrownBy(waiter::await).isInstanceOf(CancelledError.class);

            assertThat(condition.locked()).isTrue();
            assertThat(condition.toString()).doesNotContain("waiters");
        });
    }

    @Test
    void cancelledWaiterStaysUntilItGetsTheLock() {
        run(() -> {
            var waiter = waiter("1");
            turn();
            condition.acquire();

            waiter.cancel();
            turns(5);
            assertThat(waiter.done()).isFalse();

            condition.release();
            assertThatThrownBy(waiter::await).isInstanceOf(CancelledError.class);
            assertThat(condition.locked()).isFalse();
        });
    }

    @Test
    void cancelThatComesWithTheReleaseFindsTheLockTakenAgain() {
        run(() -> {
            condition.acquire();
            var waiter = task(condition::await);
            turn();
            condition.acquire();
            condition.signal();
            EventLoop.current().callSoon(waiter::cancel);
            EventLoop.current().callSoon(condition::release);

            assertThatThrownBy(waiter::await).isInstanceOf(CancelledError.class);

            assertThat(condition.locked()).isTrue();
        });
    }

    @Test
    void cancelWhileTheLockIsTakenAgainIsThrownOnceItIs() {
        run(() -> {
            var waiter = waiter("1");
            turn();
            condition.acquire();
            condition.signal();
            turn();

            waiter.cancel();
            turn();
            assertThat(waiter.done()).isFalse();
            condition.release();
            turn();

            assertThat(waiter.cancelled()).isTrue();
            assertThat(condition.locked()).isFalse();
        });
    }

    @Test
    void anyNumberOfCancelsDoesNotKeepItFromTakingTheLockAgain() {
        run(() -> {
            var waiter = catcher();
            turn();
            condition.acquire();

            for (var message : List.of("a", "b", "c")) {
                waiter.cancel(message);
                turns(2);
                assertThat(waiter.done()).isFalse();
            }
            condition.release();
            turn();

            assertThat(waiter.cancelled()).isTrue();
            assertThat(waiter.cancelling()).isEqualTo(3);
            assertThat(caught)
                    .singleElement()
                    .satisfies(e -> assertThat(e.cancelMessage()).isEqualTo("c"));
            assertThat(condition.locked()).isFalse();
        });
    }

    @Test
    void cancelThrownAtTheSignalLeavesAsTheSameError() {
        run(() -> {
            var waiter = catcher();
            turn();

            waiter.cancel("foo");

            assertThatThrownBy(waiter::await)
                    .isInstanceOfSatisfying(
                            CancelledError.class,
                            e -> assertThat(e.cancelMessage()).isEqualTo("foo"))
                    .isSameAs(caught.getFirst());
        });
    }

    @Test
    void cancelThrownAtTheLockLeavesAsTheSameError() {
        run(() -> {
            var waiter = catcher();
            turn();
            condition.acquire();
            items = 1;
            condition.signal();
            turn();

            waiter.cancel("foo");
            condition.release();

            assertThatThrownBy(waiter::await)
                    .isInstanceOfSatisfying(
                            CancelledError.class,
                            e -> assertThat(e.cancelMessage()).isEqualTo("foo"))
                    .isSameAs(caught.getFirst());
        });
    }

    @Test
    void signalOfATaskCancelledInTheSameStepGoesToTheNext() {
        run(() -> {
            var first = consumer();
            var second = consumer();
            turn();

            try (var _ = condition.hold()) {
                items = 1;
                condition.signal();
                first.cancel();
            }
            sleepMillis(10);

            assertThat(items).as("consumed").isZero();
            end(second);
            assertThat(first.cancelled()).isTrue();
        });
    }

    @Test
    void signalOfATaskCancelledWhileItTakesTheLockGoesToTheNext() {
        run(() -> {
            var first = consumer();
            var second = consumer();
            turn();

            try (var _ = condition.hold()) {
                items = 1;
                condition.signal();
                turn();
                first.cancel();
            }
            sleepMillis(10);

            assertThat(items).as("consumed").isZero();
            end(second);
            assertThat(first.cancelled()).isTrue();
        });
    }

    @Test
    void cancelWithoutASignalWakesTheNextForNothing() {
        run(() -> {
            var first = waiter("1");
            var second = waiter("2");
            turn();

            first.cancel();
            second.await();

            assertThat(first.cancelled()).isTrue();
            assertThat(trail).as("a spurious wake-up, which asyncio permits").containsExactly("2");
        });
    }

    @Test
    void deadlineOfAWaitLeavesTheBlockWithTheLockHeld() {
        run(() -> {
            try (var _ = condition.hold()) {
                assertThatThrownBy(() -> WaitFor.waitFor(VoidBody.awaitable(condition::await), Duration.ofMillis(500)))
                        .isInstanceOf(TimeoutException.class);

                assertThat(condition.locked()).isTrue();
            }
            assertThat(condition).hasToString("Condition[Lock[unlocked]]");
        });
    }

    @Test
    void cancelInAcquireLeavesTheLockAlone() {
        run(() -> {
            condition.acquire();
            var acquirer = task(condition::acquire);
            turn();

            acquirer.cancel();
            turn();
            condition.release();

            assertThat(acquirer.cancelled()).isTrue();
            assertThat(condition.locked()).isFalse();
        });
    }

    @Test
    void signalSkipsAWaiterThatIsCancelledAlready() {
        run(() -> {
            var first = waiter("1");
            var second = waiter("2");
            var third = waiter("3");
            turn();

            try (var _ = condition.hold()) {
                first.cancel();
                condition.signal();
            }
            turns(4);

            assertThat(first.cancelled()).isTrue();
            assertThat(second.done()).as("by the signal").isTrue();
            assertThat(third.done()).as("by what the first passed on").isTrue();
        });
    }
}
