package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.task.VirtualRun.finish;
import static rondo.task.VirtualRun.inCallback;
import static rondo.task.VirtualRun.onLoop;
import static rondo.task.VirtualRun.start;
import static rondo.task.VirtualRun.yieldOnce;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;

/// Which task runs now, and which are there?
final class CurrentTaskTest {
    @Test
    void isItselfInItsBodyAndNoneAfterwards() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> Task.current());

            assertThat(finish(task)).isSameAs(task);
            assertThat(Task.currentOrNull()).isNull();
        });
    }

    @Test
    void doesNotExistInACallback() throws Exception {
        onLoop(loop -> {
            boolean none = inCallback(loop, any -> Task.currentOrNull() == null);

            assertThat(none).isTrue();
        });
    }

    @Test
    void askedForWhereNoLoopRunsIsAnError() {
        assertThat(Task.currentOrNull()).isNull();
        assertThatThrownBy(Task::current).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void followsTasksThatTakeTurns() throws Exception {
        onLoop(loop -> {
            var fut1 = new Future<String>(loop);
            var fut2 = new Future<String>(loop);
            List<Task<?>> seen = new ArrayList<>();

            var task1 = start(loop, () -> {
                seen.add(Task.current());
                fut1.await();
                seen.add(Task.current());
                fut2.setResult("two");
                return 1;
            });
            var task2 = start(loop, () -> {
                seen.add(Task.current());
                fut1.setResult("one");
                fut2.await();
                seen.add(Task.current());
                return 2;
            });

            finish(task2);
            assertThat(seen).containsExactly(task1, task2, task1, task2);
        });
    }

    @Test
    void listHoldsTheUnfinishedInOrderOfCreation() {
        VirtualRun.run(() -> {
            var loop = EventLoop.current();
            var first = Task.start(() -> 1);
            var second = Task.start(() -> {
                new Future<Integer>().await();
                return 2;
            });
            assertThat(Task.all(loop)).containsExactly(Task.current(), first, second);

            yieldOnce();

            assertThat(Task.all(loop)).containsExactly(Task.current(), second);
        });
    }
}
