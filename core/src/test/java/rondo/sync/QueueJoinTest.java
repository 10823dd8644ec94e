package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// When a join goes on.
final class QueueJoinTest {
    @ParameterizedTest
    @EnumSource
    void doneMoreOftenThanPutIsRefused(QueueKind kind) {
        Queue<Integer> queue = kind.create();

        assertThatExceptionOfType(TaskDoneTooOftenException.class)
                .isThrownBy(queue::taskDone)
                .withMessageContaining("Queue[size 0]");
    }

    @ParameterizedTest
    @EnumSource
    void joinGoesOnWhenEveryItemIsDone(QueueKind kind) {
        run(() -> {
            Queue<Integer> queue = kind.create();
            var sum = new AtomicInteger();
            for (int i = 0; i < 100; i++) {
                queue.putNowait(i);
            }
            var workers = List.of(task(() -> addAll(queue, sum)), task(() -> addAll(queue, sum)));

            queue.join();

            assertThat(sum).hasValue(99 * 100 / 2);
            queue.shutdown();
            for (var worker : workers) {
                worker.await();
            }
        });
    }

    private static void addAll(Queue<Integer> queue, AtomicInteger sum) {
        for (int item : queue) {
            sum.addAndGet(item);
            turn();
            queue.taskDone();
        }
    }

    @ParameterizedTest
    @EnumSource
    void joinOfAnUnusedQueueReturnsAtOnce(QueueKind kind) {
        run(() -> {
            Queue<Integer> queue = kind.create();

            queue.join();
            queue.join();

            assertThat(queue.toString()).endsWith("Queue[size 0]");
        });
    }

    @Test
    void takingAnItemDoesNotMakeItDone() {
        run(() -> {
            var queue = new Queue<Integer>();
            queue.putNowait(1);
            var joiner = task(queue::join);

            queue.getNowait();
            turn();
            turn();
            assertThat(joiner.done()).isFalse();

            queue.taskDone();
            joiner.await();
        });
    }

    @Test
    void joinGoesOnAlthoughMoreHasBeenPutSince() {
        run(() -> {
            var queue = new Queue<Integer>();
            queue.putNowait(1);
            var joiner = task(queue::join);
            turn();

            queue.taskDone();
            queue.putNowait(2);
            turn();

            assertThat(joiner.done()).isTrue();
            var next = task(queue::join);
            turn();
            assertThat(next.done()).isFalse();
            queue.taskDone();
            next.await();
        });
    }

    @ParameterizedTest
    @EnumSource
    void showsWhatIsNotDone(QueueKind kind) {
        Queue<Integer> queue = kind.create();
        assertThat(queue.toString()).endsWith("Queue[size 0]");

        queue.putNowait(1);
        queue.putNowait(2);
        queue.getNowait();
        queue.getNowait();

        assertThat(queue.toString()).endsWith("Queue[size 0, unfinished 2]");
    }
}
