package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.task.Task;
import rondo.task.VoidBody;

/// How a barrier fills and drains.
final class BarrierTest {
    private static final int PARTIES = 5;

    private final Barrier barrier = new Barrier(PARTIES);
    private final ArrayList<Object> trail = new ArrayList<>();

    static List<Task<?>> tasks(int n, VoidBody body) {
        var tasks = new ArrayList<Task<?>>();
        for (int i = 0; i < n; i++) {
            tasks.add(task(body));
        }
        return tasks;
    }

    static void awaitAll(int n, VoidBody body) {
        tasks(n, body).forEach(Task::await);
    }

    @AfterEach
    void endsAsItBegan() {
        assertThat(barrier).hasToString("Barrier[filling, waiters 0/5]");
        assertThat(barrier.waiting()).isZero();
        assertThat(barrier.broken()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -4})
    void needsAtLeastOneParty(int parties) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Barrier(parties))
                .withMessageContaining("barrier of " + parties);
    }

    @Test
    void knowsItsParties() {
        assertThat(barrier.parties()).isEqualTo(PARTIES);
    }

    @Test
    void eachOneGetsItsOrderOfArrival() {
        run(() -> {
            awaitAll(PARTIES, () -> trail.add(barrier.await()));

            assertThat(trail).as("the last to arrive goes on first").containsExactly(4, 0, 1, 2, 3);
        });
    }

    @Test
    void barrierOfOneLetsEveryOnePassAtOnce() {
        run(() -> {
            var single = new Barrier(1);
            task(() -> trail.add("other"));

            trail.add(single.await());
            trail.add(single.await());
            turn();

            assertThat(trail).containsExactly(0, 0, "other");
            assertThat(single).hasToString("Barrier[filling, waiters 0/1]");
        });
    }

    @Test
    void barrierOfOneLetsTaskAfterTaskPass() {
        run(() -> {
            var single = new Barrier(1);

            var first = Task.start(single::await);
            turn();
            var second = Task.start(single::await);
            turn();

            assertThat(first.result()).isZero();
            assertThat(second.result()).isZero();
            assertThat(single.waiting()).isZero();
        });
    }

    @Test
    void fillsTaskByTask() {
        run(() -> {
            var three = new Barrier(3);
            var first = Task.start(three::await);
            turn();
            assertThat(three).hasToString("Barrier[filling, waiters 1/3]");
            var second = Task.start(three::await);
            turn();
            assertThat(three).hasToString("Barrier[filling, waiters 2/3]");

            var third = Task.start(three::await);

            assertThat(List.of(third.await(), second.await(), first.await())).containsExactly(2, 1, 0);
            assertThat(three.waiting()).isZero();
        });
    }

    @Test
    void sameTasksMayPassItTwice() {
        run(() -> {
            awaitAll(PARTIES, () -> {
                barrier.await();
                trail.add("once");
                barrier.await();
                trail.add("twice");
            });

            assertThat(trail.subList(0, PARTIES)).containsOnly("once");
            assertThat(trail.subList(PARTIES, 2 * PARTIES)).containsOnly("twice");
        });
    }

    @Test
    void secondPassGivesEveryIndexOnceToo() {
        run(() -> {
            awaitAll(PARTIES, () -> {
                barrier.await();
                trail.add(barrier.await());
            });

            assertThat(trail).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        });
    }

    @Test
    void drainsUntilTheLastOneHasLeft() {
        run(() -> {
            awaitAll(PARTIES, () -> {
                barrier.await();
                trail.add(barrier.toString().contains("draining"));
            });

            assertThat(trail).containsExactly(true, true, true, true, false);
        });
    }

    @Test
    void whoComesWhileItDrainsWaitsForTheNextFilling() {
        run(() -> {
            var rest = new Barrier(PARTIES - 2);
            awaitAll(PARTIES, () -> {
                int index = barrier.await();
                if (index == 4 || index == 0) { // the first two to leave
                    trail.add("back, " + barrier);
                } else {
                    rest.await();
                }
                barrier.await();
                trail.add("again");
            });

            assertThat(trail.subList(0, 2)).containsOnly("back, Barrier[draining, waiters 0/5]");
            assertThat(trail.subList(2, 7)).containsOnly("again").hasSize(PARTIES);
        });
    }
}
