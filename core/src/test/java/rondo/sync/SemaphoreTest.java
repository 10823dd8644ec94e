package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.sleepMillis;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;
import static rondo.sync.OnLoop.turns;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.task.Task;

/// Who gets a permit, and when.
final class SemaphoreTest {
    private final ArrayList<String> trail = new ArrayList<>();

    private Task<?> acquirer(Semaphore semaphore, String name) {
        return task(() -> {
            semaphore.acquire();
            trail.add(name);
        });
    }

    @Test
    void hasOnePermitUnlessToldOtherwise() {
        assertThat(new Semaphore().value()).isEqualTo(1);
    }

    @Test
    void withoutPermitsItIsLockedFromTheStart() {
        assertThat(new Semaphore(0).locked()).isTrue();
    }

    @Test
    void negativeValueIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Semaphore(-1)).withMessageContaining("negative: -1");
    }

    @Test
    void permitIsTakenWithoutATurnForOthers() {
        run(() -> {
            var semaphore = new Semaphore(2);
            task(() -> trail.add("other"));

            semaphore.acquire();
            semaphore.acquire();
            trail.add("acquired");
            turn();

            assertThat(trail).containsExactly("acquired", "other");
            assertThat(semaphore.locked()).isTrue();
        });
    }

    @Test
    void releasedPermitsGoToThoseWhoWaitAndNotToANewcomer() {
        run(() -> {
            var semaphore = new Semaphore(3);
            semaphore.acquire();
            semaphore.acquire();
            assertThat(semaphore.locked()).isFalse();
            var first = acquirer(semaphore, "1");
            var second = acquirer(semaphore, "2");
            var third = acquirer(semaphore, "3");
            turn();
            assertThat(trail).containsExactly("1");
            assertThat(semaphore).hasToString("Semaphore[locked, value 0, waiters 2]");

            var fourth = acquirer(semaphore, "4");
            semaphore.release();
            semaphore.release();
            assertThat(semaphore.value()).as("given away already").isZero();
            turn();

            assertThat(trail).containsExactly("1", "2", "3");
            assertThat(semaphore).hasToString("Semaphore[locked, value 0, waiters 1]");
            assertThat(first.done() && second.done() && third.done()).isTrue();
            semaphore.release();
            fourth.await();
        });
    }

    @Test
    void releaseWithoutWaitersGivesThePermitBack() {
        run(() -> {
            var semaphore = new Semaphore();
            semaphore.acquire();
            assertThat(semaphore.locked()).isTrue();

            semaphore.release();

            assertThat(semaphore.locked()).isFalse();
        });
    }

    @Test
    void releaseMayAddPermits() {
        var semaphore = new Semaphore(1);

        semaphore.release();

        assertThat(semaphore.value()).isEqualTo(2);
    }

    @Test
    void tasksThatComeBackGoBehindThoseWhoWait() {
        run(() -> {
            var semaphore = new Semaphore(1);
            var tasks =
                    Stream.of("a", "b", "c").map(name -> twice(semaphore, name)).toList();

            tasks.forEach(Task::await);

            assertThat(trail).containsExactly("a 1", "b 1", "c 1", "a 2", "b 2", "c 2");
        });
    }

    private Task<?> twice(Semaphore semaphore, String name) {
        return task(() -> {
            for (int i = 1; i <= 2; i++) {
                semaphore.acquire();
                trail.add(name + " " + i);
                sleepMillis(10);
                semaphore.release();
            }
        });
    }

    @Test
    void taskThatReleasesAndAcquiresAtOnceWaitsBehindTheOthers() {
        run(() -> {
            var semaphore = new Semaphore(1);
            var first = acquirer(semaphore, "1");
            var second = task(() -> {
                semaphore.acquire();
                trail.add("2");
                semaphore.release();
                semaphore.acquire();
                trail.add("4");
            });
            var third = acquirer(semaphore, "3");
            turn();

            semaphore.release();
            semaphore.release();
            List.of(first, second, third).forEach(Task::await);

            assertThat(trail).containsExactly("1", "2", "3", "4");
        });
    }

    @Test
    void permitsLeftOverWakeThoseWhoCameBehindAWokenTask() {
        run(() -> {
            var semaphore = new Semaphore(0);
            task(() -> {
                semaphore.acquire();
                trail.add("1, value " + semaphore.value());
                task(() -> trail.add("4"));
            });
            task(() -> {
                semaphore.release();
                semaphore.release();
                semaphore.release();
                trail.add("value " + semaphore.value() + ", locked " + semaphore.locked());
                semaphore.acquire();
                trail.add("2");
            });
            acquirer(semaphore, "3");

            turn();
            assertThat(semaphore).hasToString("Semaphore[locked, value 2, waiters 3]");
            turns(3);

            assertThat(trail).containsExactly("value 2, locked true", "1, value 0", "2", "3", "4");
        });
    }

    @Test
    void holdGivesThePermitBackAtTheEndOfTheBlock() {
        run(() -> {
            var semaphore = new Semaphore(1);

            try (var _ = semaphore.hold()) {
                assertThat(semaphore.value()).isZero();
            }

            assertThat(semaphore.value()).isEqualTo(1);
        });
    }

    @Test
    void callbackMayReleaseButCannotWait() {
        run(() -> {
            var semaphore = new Semaphore(0);
            var waiter = acquirer(semaphore, "1");
            var refused = new ArrayList<Throwable>();
            turn();
            EventLoop.current().callSoon(() -> {
                semaphore.release();
                try {
                    semaphore.acquire();
                } catch (IllegalStateException e) {
                    refused.add(e);
                }
            });

            waiter.await();

            assertThat(refused).hasSize(1);
            assertThat(semaphore).hasToString("Semaphore[locked, value 0]");
        });
    }

    @Test
    void boundedOneRefusesAReleaseAboveItsBound() {
        run(() -> {
            var semaphore = new BoundedSemaphore(2);
            semaphore.acquire();
            semaphore.release();

            assertThatIllegalStateException()
                    .isThrownBy(semaphore::release)
                    .isInstanceOf(ReleasedTooOftenException.class)
                    .withMessageContaining("bound of 2");

            assertThat(semaphore.value()).isEqualTo(2);
        });
    }

    @Test
    void boundedOneHasOnePermitUnlessToldOtherwise() {
        assertThat(new BoundedSemaphore()).hasToString("BoundedSemaphore[unlocked, value 1]");
    }

    @Test
    void showsItsStateItsValueAndHowManyWait() {
        run(() -> {
            var semaphore = new Semaphore();
            assertThat(semaphore).hasToString("Semaphore[unlocked, value 1]");
            semaphore.acquire();
            assertThat(semaphore).hasToString("Semaphore[locked, value 0]");

            acquirer(semaphore, "1");
            acquirer(semaphore, "2");
            turn();

            assertThat(semaphore).hasToString("Semaphore[locked, value 0, waiters 2]");
        });
    }
}
