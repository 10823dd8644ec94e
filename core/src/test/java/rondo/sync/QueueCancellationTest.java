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
import rondo.task.CancelledError;
import rondo.task.Task;
import rondo.task.WaitFor;

/// What a cancel does to a task that waits at a queue: no item is lost and none is put twice, and its turn goes
/// to the next.
final class QueueCancellationTest {
    private final Queue<Object> queue = new Queue<>();
    private final Queue<Object> single = new Queue<>(1);

    @Test
    void getterThatRunsOutOfTimeLeavesTheLine() {
        run(() -> {
            assertThatThrownBy(() -> WaitFor.waitFor(queue::get, Duration.ofMillis(100)))
                    .isInstanceOf(TimeoutException.class);

            assertThat(queue).hasToString("Queue[size 0]");
        });
    }

    @Test
    void itemGoesToTheNextWhenTheFirstGetterIsCancelled() {
        run(() -> {
            var first = Task.start(queue::get);
            var second = Task.start(queue::get);
            turn();
            first.cancel();
            turn();
            assertThat(first.done()).isTrue();

            queue.put("a");
            turn();

            assertThat(second.await()).isEqualTo("a");
        });
    }

    @Test
    void itemStaysWhenTheGetterItWokeIsCancelled() {
        run(() -> {
            var getter = Task.start(queue::get);
            turn();
            queue.putNowait(1);
            queue.putNowait(2);

            getter.cancel();
            assertThatThrownBy(getter::await).isInstanceOf(CancelledError.class);

            assertThat(queue.get()).isEqualTo(1);
            assertThat(queue.get()).isEqualTo(2);
        });
    }

    @Test
    void turnOfACancelledGetterGoesToTheNextOne() {
        run(() -> {
            var first = Task.start(queue::get);
            var second = Task.start(queue::get);
            var third = Task.start(queue::get);
            turn();
            queue.putNowait(1);
            queue.putNowait(2);

            first.cancel();
            assertThatThrownBy(first::await).isInstanceOf(CancelledError.class);

            assertThat(List.of(second.await(), third.await())).containsExactlyInAnyOrder(1, 2);
        });
    }

    @Test
    void cancelledGetterWakesNobodyIfTheItemIsGone() {
        run(() -> {
            var first = Task.start(queue::get);
            var second = Task.start(queue::get);
            var third = Task.start(queue::get);
            turn();
            queue.putNowait(1);
            queue.getNowait();

            first.cancel();
            turns(3);

            queue.putNowait(2);
            assertThat(second.await()).as("it has kept its place").isEqualTo(2);
            queue.putNowait(3);
            assertThat(third.await()).isEqualTo(3);
        });
    }

    @Test
    void cancelledGetterThatWasNotWokenWakesNobody() {
        run(() -> {
            var first = Task.start(queue::get);
            var second = Task.start(queue::get);
            var third = Task.start(queue::get);
            var fourth = Task.start(queue::get);
            turn();

            first.cancel();
            queue.putNowait(1); // wakes the second, which runs after the first has left
            assertThat(second.await()).isEqualTo(1);
            turn();

            queue.putNowait(2);
            assertThat(third.await()).as("it has kept its place").isEqualTo(2);
            queue.putNowait(3);
            assertThat(fourth.await()).isEqualTo(3);
        });
    }

    @Test
    void cancelledPutterLeavesTheLine() {
        run(() -> {
            single.putNowait(1);
            var putter = task(() -> single.put(2));
            turn();
            assertThat(single.toString()).contains("putters 1");

            putter.cancel();
            assertThatThrownBy(putter::await).isInstanceOf(CancelledError.class);

            assertThat(single).hasToString("Queue[size 1/1, unfinished 1]");
        });
    }

    @Test
    void cancelledPutterPutsNothingAndTheNextOneDoes() {
        run(() -> {
            var a = task(() -> single.put("a"));
            var b = task(() -> single.put("b"));
            var c = task(() -> single.put("c"));
            turn();
            assertThat(a.done()).isTrue();
            assertThat(b.done()).isFalse();

            c.cancel();
            turn();
            assertThat(c.cancelled()).isTrue();
            assertThat(single.getNowait()).isEqualTo("a");
            turn();

            assertThat(single.getNowait()).isEqualTo("b");
            b.await();
            assertThat(single.empty()).isTrue();
        });
    }

    @Test
    void putterCancelledAfterItWasWokenPutsNothing() {
        run(() -> {
            single.putNowait(1);
            var putter = task(() -> single.put(2));
            turn();
            assertThat(single.getNowait()).isEqualTo(1);

            putter.cancel();
            assertThatThrownBy(putter::await).isInstanceOf(CancelledError.class);

            assertThat(single.empty()).isTrue();
            task(() -> single.put(2)).await();
            assertThat(single.getNowait()).isEqualTo(2);
            assertThat(single.size()).isZero();
        });
    }

    @Test
    void turnOfACancelledPutterGoesToTheNextOne() {
        run(() -> {
            single.putNowait("a");
            var b = task(() -> single.put("b"));
            var c = task(() -> single.put("c"));
            turn();
            single.getNowait();

            b.cancel();
            c.await();

            assertThat(b.cancelled()).isTrue();
            assertThat(single.getNowait()).isEqualTo("c");
        });
    }

    @Test
    void cancelledPutterWakesNobodyIfTheRoomIsGone() {
        run(() -> {
            single.putNowait("a");
            var b = task(() -> single.put("b"));
            var c = task(() -> single.put("c"));
            var d = task(() -> single.put("d"));
            turn();
            single.getNowait();
            single.putNowait("barger");

            b.cancel();
            turns(3);

            single.getNowait();
            c.await();
            assertThat(single.getNowait()).as("it has kept its place").isEqualTo("c");
            d.await();
            assertThat(single.getNowait()).isEqualTo("d");
        });
    }

    @Test
    void cancelledJoinerLeavesAndTheOthersStay() {
        run(() -> {
            queue.putNowait(1);
            var first = task(queue::join);
            var second = task(queue::join);
            turn();

            first.cancel();
            turn();
            assertThat(first.cancelled()).isTrue();
            assertThat(queue.toString()).contains("joiners 1");

            queue.taskDone();
            second.await();
        });
    }

    @Test
    void cancelledIterationTakesNothing() {
        run(() -> {
            var reader = task(() -> {
                for (var item : queue) {
                    throw new AssertionError("got " + item);
                }
            });
            turn();
            queue.putNowait(1);

            reader.cancel();
            assertThatThrownBy(reader::await).isInstanceOf(CancelledError.class);

            assertThat(queue.getNowait()).isEqualTo(1);
        });
    }

    @Test
    void cancelInASleepBetweenTwoGetsLosesNoItem() {
        run(() -> {
            var taken = new ArrayList<Object>();
            var reader = task(() -> {
                while (true) {
                    taken.add(queue.get());
                    sleepMillis(10);
                }
            });
            queue.putNowait(1);
            queue.putNowait(2);
            sleepMillis(5);

            reader.cancel();
            turn();

            assertThat(taken).containsExactly(1);
            assertThat(queue.getNowait()).isEqualTo(2);
        });
    }
}
