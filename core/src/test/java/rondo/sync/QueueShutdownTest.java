package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rondo.task.Task;

/// What a queue still does once it is shut down.
final class QueueShutdownTest {
    private static void assertNothingGoesInOrOut(Queue<String> queue) {
        assertThatExceptionOfType(QueueShutDownException.class).isThrownBy(() -> queue.put("data"));
        assertThatExceptionOfType(QueueShutDownException.class).isThrownBy(() -> queue.putNowait("data"));
        assertThatExceptionOfType(QueueShutDownException.class).isThrownBy(queue::get);
        assertThatExceptionOfType(QueueShutDownException.class).isThrownBy(queue::getNowait);
    }

    @ParameterizedTest
    @EnumSource
    void showsThatItIsShutDown(QueueKind kind) {
        Queue<String> queue = kind.create();

        queue.shutdown();

        assertThat(queue.toString()).endsWith("Queue[size 0, shut down]");
    }

    @ParameterizedTest
    @EnumSource
    void emptyQueueFailsThoseWhoWaitAndAllWhoCome(QueueKind kind) {
        run(() -> {
            Queue<String> queue = kind.create();
            var getter = Task.start(queue::get);
            turn();

            queue.shutdown();

            assertThat(queue.size()).isZero();
            queue.join();
            turn();
            assertThat(getter.done()).isTrue();
            assertThatThrownBy(getter::await)
                    .isInstanceOf(QueueShutDownException.class)
                    .hasMessageContaining("get on a queue that is shut down");
            assertNothingGoesInOrOut(queue);
        });
    }

    @ParameterizedTest
    @EnumSource
    void itemsThatItHoldsCanStillBeTaken(QueueKind kind) {
        run(() -> {
            Queue<String> queue = kind.create(1);
            queue.putNowait("data");
            var joiner = task(queue::join);
            var putter = task(() -> queue.put("data2"));
            turn();
            assertThat(putter.done()).isFalse();

            queue.shutdown(false);

            assertThat(queue.size()).isEqualTo(1);
            turn();
            assertThat(putter.exception()).isInstanceOf(QueueShutDownException.class);
            assertThat(queue.get()).isEqualTo("data");
            turn();
            assertThat(joiner.done()).isFalse();
            assertNothingGoesInOrOut(queue);
            queue.taskDone();
            joiner.await();
            assertThatExceptionOfType(TaskDoneTooOftenException.class).isThrownBy(queue::taskDone);
        });
    }

    @ParameterizedTest
    @EnumSource
    void immediateShutdownDropsItsItemsAsDone(QueueKind kind) {
        run(() -> {
            Queue<String> queue = kind.create();
            queue.putNowait("data");
            var joiner = task(queue::join);
            turn();

            queue.shutdown(true);

            assertThat(queue.size()).isZero();
            turn();
            assertThat(joiner.done()).isTrue();
            assertNothingGoesInOrOut(queue);
            assertThatExceptionOfType(TaskDoneTooOftenException.class).isThrownBy(queue::taskDone);
        });
    }

    @ParameterizedTest
    @EnumSource
    void immediateShutdownStillWaitsForWhatWasTakenBefore(QueueKind kind) {
        run(() -> {
            Queue<String> queue = kind.create();
            queue.putNowait("data");
            queue.putNowait("data");
            var joiner = task(queue::join);
            assertThat(queue.get()).isEqualTo("data");

            queue.shutdown(true);

            assertThat(queue.size()).isZero();
            turn();
            assertThat(joiner.done()).isFalse();
            assertNothingGoesInOrOut(queue);
            queue.taskDone();
            assertThatExceptionOfType(TaskDoneTooOftenException.class).isThrownBy(queue::taskDone);
            joiner.await();
        });
    }

    @Test
    void everyOneWhoWaitsIsWoken() {
        run(() -> {
            var empty = new Queue<String>();
            var full = new Queue<String>(1);
            full.putNowait("a");
            var waiting =
                    List.of(task(empty::get), task(empty::get), task(() -> full.put("b")), task(() -> full.put("c")));
            turn();

            empty.shutdown();
            full.shutdown();
            turn();

            assertThat(waiting)
                    .allSatisfy(task -> assertThat(task.exception()).isInstanceOf(QueueShutDownException.class));
            assertThat(full).hasToString("Queue[size 1/1, unfinished 1, shut down]");
        });
    }

    @Test
    void getterThatWasWokenBeforeTakesItsItem() {
        run(() -> {
            var queue = new Queue<String>();
            var getter = Task.start(queue::get);
            turn();

            queue.putNowait("a");
            queue.shutdown();

            assertThat(getter.await()).isEqualTo("a");
        });
    }

    @Test
    void putterWithRoomFailsLikeOneWithout() {
        run(() -> {
            var queue = new Queue<String>(1);
            queue.putNowait("a");
            var putter = task(() -> queue.put("b"));
            turn();

            queue.shutdown();
            queue.getNowait();
            turn();

            assertThat(putter.exception()).isInstanceOf(QueueShutDownException.class);
            assertThat(queue.empty()).isTrue();
        });
    }

    @Test
    void shutdownMayBecomeImmediateLater() {
        var queue = new Queue<String>();
        queue.putNowait("a");
        queue.shutdown();
        queue.shutdown();
        assertThat(queue.size()).isEqualTo(1);

        queue.shutdown(true);

        assertThat(queue).hasToString("Queue[size 0, shut down]");
    }
}
