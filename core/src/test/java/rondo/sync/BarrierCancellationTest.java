package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.sync.BarrierTest.tasks;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;
import static rondo.sync.OnLoop.turns;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.task.CancelledError;
import rondo.task.Task;

/// What a cancel does to a task at a barrier: it leaves, and the barrier goes on.
final class BarrierCancellationTest {
    private final Barrier barrier = new Barrier(3);
    private final ArrayList<Object> trail = new ArrayList<>();

    private Task<?> waiter() {
        return task(() -> trail.add(barrier.await()));
    }

    @Test
    void anotherTaskTakesThePlaceOfACancelledOne() {
        run(() -> {
            var first = waiter();
            turn();
            var second = waiter();
            turn();
            assertThat(barrier.waiting()).isEqualTo(2);

            first.cancel();
            turn();
            assertThat(barrier.waiting()).isEqualTo(1);
            assertThatThrownBy(first::await).isInstanceOf(CancelledError.class);
            var third = waiter();
            turn();
            assertThat(barrier.waiting()).isEqualTo(2);
            var fourth = waiter();
            second.await();
            third.await();
            fourth.await();

            assertThat(trail).hasSize(3);
            assertThat(barrier.broken()).isFalse();
            assertThat(barrier).hasToString("Barrier[filling, waiters 0/3]");
        });
    }

    @Test
    void cancelOfTheOnlyOneEmptiesIt() {
        run(() -> {
            var only = waiter();
            turn();

            only.cancel();
            turn();

            assertThat(only.cancelled()).isTrue();
            assertThat(barrier).hasToString("Barrier[filling, waiters 0/3]");
        });
    }

    @Test
    void cancelSendsTheNextOneToTheEndOfTheLine() {
        run(() -> {
            var wide = new Barrier(4);
            var tasks = new ArrayList<Task<?>>();
            for (var name : List.of("a", "b", "c")) {
                tasks.add(task(() -> trail.add(name + wide.await())));
            }
            turn();

            tasks.removeFirst().cancel();
            turns(2);
            for (var name : List.of("d", "e")) {
                tasks.add(task(() -> trail.add(name + wide.await())));
            }
            tasks.forEach(Task::await);

            assertThat(trail).as("b was woken in vain, as in asyncio").containsExactly("e3", "c2", "b1", "d2");
        });
    }

    @Test
    void cancelAfterTheLastHasArrivedStillLetsTheOthersPass() {
        run(() -> {
            var first = waiter();
            var second = waiter();
            turn();
            barrier.await();

            first.cancel();
            second.await();

            assertThat(first.cancelled()).isTrue();
            assertThat(trail).containsExactly(1);
            assertThat(barrier).hasToString("Barrier[filling, waiters 0/3]");
        });
    }

    @Test
    void cancelWhileItWaitsToEnterIsThrownThere() {
        run(() -> {
            var late = new ArrayList<Task<?>>();
            var inside = tasks(2, () -> {
                barrier.await();
                trail.add(barrier.toString());
                late.getFirst().cancel();
            });
            turn();

            late.add(waiter()); // begins before those inside go on
            barrier.await();
            inside.forEach(Task::await);

            assertThatThrownBy(late.getFirst()::await).isInstanceOf(CancelledError.class);
            assertThat(trail).containsExactly("Barrier[draining, waiters 0/3]", "Barrier[filling, waiters 0/3]");
            assertThat(barrier).hasToString("Barrier[filling, waiters 0/3]");
        });
    }

    @Test
    void cancelOfAReleasedTaskStillLetsTheOneThatWaitsToEnterIn() {
        run(() -> {
            var inside = tasks(2, barrier::await);
            turn();
            var late = waiter();
            barrier.await();
            inside.forEach(Task::cancel);
            turn();

            assertThat(inside).allMatch(Task::cancelled);
            assertThat(barrier).hasToString("Barrier[filling, waiters 0/3]");
            turn();
            assertThat(barrier.waiting()).isEqualTo(1);
            late.cancel();
        });
    }
}
