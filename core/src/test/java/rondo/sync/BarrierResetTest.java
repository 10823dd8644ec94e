package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.sync.BarrierTest.awaitAll;
import static rondo.sync.BarrierTest.tasks;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.task.Task;

/// What reset and abort do to a barrier, in each of its states.
final class BarrierResetTest {
    private static final int PARTIES = 5;

    private final Barrier barrier = new Barrier(PARTIES);
    private final ArrayList<String> trail = new ArrayList<>();
    private int passed;

    private void assertFilling() {
        assertThat(barrier).hasToString("Barrier[filling, waiters 0/5]");
    }

    private void assertBroken() {
        assertThat(barrier).hasToString("Barrier[broken]");
        assertThat(barrier.broken()).isTrue();
        assertThat(barrier.waiting()).isZero();
    }

    private static int count(List<String> trail, String what) {
        return Collections.frequency(trail, what);
    }

    @Test
    void resetOfAnEmptyBarrierChangesNothing() {
        run(() -> {
            task(barrier::reset);
            turn();

            assertFilling();
        });
    }

    @Test
    void resetBreaksOutThoseWhoWait() {
        run(() -> {
            var waiters = tasks(PARTIES - 1, () -> {
                try {
                    barrier.await();
                } catch (BrokenBarrierException _) {
                    trail.add("reset");
                }
            });
            turn();

            task(barrier::reset);
            waiters.forEach(Task::await);

            assertThat(trail).hasSize(PARTIES - 1);
            assertFilling();
        });
    }

    @Test
    void resetBreaksOutThoseWhoHaveNotLeftYet() {
        run(() -> {
            awaitAll(PARTIES, () -> {
                try {
                    barrier.await();
                    trail.add("passed");
                    if (++passed == 3) {
                        barrier.reset();
                    }
                } catch (BrokenBarrierException _) {
                    trail.add("reset");
                }
            });

            assertThat(trail).containsExactly("passed", "passed", "passed", "reset", "reset");
            assertFilling();
        });
    }

    @Test
    void resetLeavesThoseAloneWhoWaitToEnter() {
        run(() -> {
            awaitAll(PARTIES, () -> {
                try {
                    barrier.await();
                } catch (BrokenBarrierException _) {
                    trail.add("reset");
                    barrier.await();
                    return;
                }
                if (++passed > 2) {
                    barrier.reset();
                }
                barrier.await(); // the first two come here while it drains
                trail.add("again");
            });

            assertThat(trail).containsOnly("reset", "again");
            assertThat(count(trail, "reset")).isEqualTo(2);
            assertThat(count(trail, "again")).isEqualTo(3);
            assertFilling();
        });
    }

    @Test
    void tasksBrokenOutByAResetMayWaitAgain() {
        run(() -> {
            var waiters = tasks(PARTIES - 1, () -> {
                try {
                    barrier.await();
                } catch (BrokenBarrierException _) {
                    trail.add("reset");
                }
                barrier.await();
                trail.add("passed");
            });
            task(barrier::reset);
            turn();

            task(() -> {
                barrier.await();
                trail.add("passed");
            });
            waiters.forEach(Task::await);

            assertThat(count(trail, "reset")).isEqualTo(4);
            assertThat(count(trail, "passed")).isEqualTo(5);
            assertFilling();
        });
    }

    @Test
    void resetByTheLastOneToLeaveTouchesNobody() {
        run(() -> {
            awaitAll(PARTIES, () -> {
                barrier.await();
                if (++passed == PARTIES) {
                    barrier.reset();
                }
                barrier.await();
                trail.add("again");
                barrier.await();
                trail.add("and again");
            });

            assertThat(count(trail, "again")).isEqualTo(5);
            assertThat(count(trail, "and again")).isEqualTo(5);
            assertFilling();
        });
    }

    @Test
    void abortOfAnEmptyBarrierBreaksIt() {
        run(() -> {
            task(barrier::abort);
            turn();

            assertBroken();
            assertThatThrownBy(barrier::await)
                    .isInstanceOf(BrokenBarrierException.class)
                    .hasMessageContaining("reset()");
        });
    }

    @Test
    void abortBreaksOutThoseWhoWaitAndStaysBroken() {
        run(() -> {
            var waiters = tasks(PARTIES - 1, barrier::await);
            turn();

            barrier.abort();

            for (var waiter : waiters) {
                assertThatThrownBy(waiter::await).isInstanceOf(BrokenBarrierException.class);
            }
            assertBroken();
        });
    }

    @Test
    void abortBreaksOutThoseWhoWaitToEnterToo() {
        run(() -> {
            awaitAll(PARTIES, () -> {
                try {
                    barrier.await();
                } catch (BrokenBarrierException _) {
                    trail.add("inside");
                    return;
                }
                if (++passed > 2) {
                    barrier.abort();
                    return;
                }
                try {
                    barrier.await();
                } catch (BrokenBarrierException _) {
                    trail.add("entering");
                }
            });

            assertThat(count(trail, "inside")).isEqualTo(2);
            assertThat(count(trail, "entering")).isEqualTo(2);
            assertBroken();
        });
    }

    @Test
    void abortByOneThatFailsStopsTheOthers() {
        run(() -> {
            awaitAll(PARTIES, () -> {
                breakIt();
            });

            assertThat(trail).containsOnly("broken").hasSize(PARTIES - 1);
            assertBroken();
        });
    }

    @Test
    void resetMendsABrokenBarrier() {
        run(() -> {
            var meeting = new Barrier(PARTIES);
            awaitAll(PARTIES, () -> {
                breakIt();
                if (meeting.await() == PARTIES / 2) {
                    barrier.reset();
                }
                meeting.await();
                barrier.await();
                trail.add("passed");
            });

            assertThat(count(trail, "broken")).isEqualTo(PARTIES - 1);
            assertThat(count(trail, "passed")).isEqualTo(PARTIES);
            assertFilling();
        });
    }

    private void breakIt() {
        try {
            if (barrier.await() == PARTIES / 2) {
                barrier.abort();
            } else {
                barrier.await();
                trail.add("not broken");
            }
        } catch (BrokenBarrierException _) {
            trail.add("broken");
        }
    }

    @Test
    void callbackMayResetOrAbort() {
        run(() -> {
            var waiter = task(barrier::await);
            turn();

            EventLoop.current().callSoon(barrier::abort);
            assertThatThrownBy(waiter::await).isInstanceOf(BrokenBarrierException.class);
            EventLoop.current().callSoon(barrier::reset);
            turn();

            assertFilling();
        });
    }

    @Test
    void resetOfABrokenBarrierThatIsNotEmptyYetWaitsForItToEmpty() {
        run(() -> {
            var waiters = tasks(2, barrier::await);
            turn();

            barrier.abort();
            barrier.reset();
            assertThat(barrier).hasToString("Barrier[resetting, waiters 0/5]");

            for (var waiter : waiters) {
                assertThatThrownBy(waiter::await).isInstanceOf(BrokenBarrierException.class);
            }
            assertFilling();
        });
    }

    @Test
    void showsItsStateAndHowManyWait() {
        run(() -> {
            var all = new ArrayList<Task<?>>(tasks(2, barrier::await));
            turn();
            assertThat(barrier).hasToString("Barrier[filling, waiters 2/5]");
            all.addAll(tasks(3, barrier::await));
            turn();
            assertThat(barrier).hasToString("Barrier[draining, waiters 0/5]");

            all.addAll(tasks(2, barrier::await));
            turn();
            barrier.reset();
            assertThat(barrier).hasToString("Barrier[resetting, waiters 0/5]");
            all.addAll(tasks(2, barrier::await));
            turn();
            barrier.abort();

            assertThat(barrier).hasToString("Barrier[broken]");
            for (var task : all) {
                endQuietly(task);
            }
        });
    }

    private static void endQuietly(Task<?> task) {
        try {
            task.await();
        } catch (BrokenBarrierException _) {
            return; // which of them pass is not asked here
        }
    }
}
