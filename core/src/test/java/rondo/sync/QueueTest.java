package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;
import static rondo.sync.OnLoop.turns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.task.Task;

/// Which items come out, and who waits for them or for room.
final class QueueTest {
    private final ArrayList<Object> trail = new ArrayList<>();

    @Test
    void itemsComeOutInTheOrderInWhichTheyWerePut() {
        run(() -> {
            var queue = new Queue<Integer>();
            for (int item : new int[] {1, 3, 2}) {
                queue.put(item);
            }

            assertThat(List.of(queue.get(), queue.get(), queue.get())).containsExactly(1, 3, 2);
        });
    }

    @Test
    void itemsKeepTheirOrderWhileTheRingTurnsAndGrows() {
        var queue = new Queue<Integer>();
        int put = 0;
        int got = 0;
        for (int burst = 1; burst <= 100; burst++) {
            for (int i = 0; i < burst; i++) {
                queue.putNowait(put++);
            }
            for (int i = 0; i < burst - 1; i++) {
                assertThat(queue.getNowait()).isEqualTo(got++);
            }
        }

        assertThat(queue.size()).isEqualTo(100);
        while (!queue.empty()) {
            assertThat(queue.getNowait()).isEqualTo(got++);
        }
        assertThat(got).isEqualTo(put);
    }

    @Test
    void nullIsAnItemLikeAnyOther() {
        var queue = new Queue<@Nullable String>();
        queue.putNowait(null);

        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.getNowait()).isNull();
        assertThat(queue.empty()).isTrue();
    }

    @Test
    void isEmptyUntilSomethingIsPut() {
        run(() -> {
            var queue = new Queue<Integer>();
            assertThat(queue.empty()).isTrue();

            queue.put(1);
            assertThat(queue.empty()).isFalse();
            assertThat(queue.get()).isEqualTo(1);

            assertThat(queue.empty()).isTrue();
        });
    }

    @Test
    void isFullAtItsBoundOnly() {
        var unbounded = new Queue<Integer>();
        var negative = new Queue<Integer>(-1);
        var single = new Queue<Integer>(1);
        for (var queue : List.of(unbounded, negative, single)) {
            queue.putNowait(1);
        }

        assertThat(unbounded.full()).isFalse();
        assertThat(negative.full()).isFalse();
        assertThat(single.full()).isTrue();
    }

    @Test
    void putterWaitsAtTheBoundUntilThereIsRoom() {
        run(() -> {
            var queue = new Queue<Integer>(2);
            assertThat(queue.maxSize()).isEqualTo(2);
            var putter = task(() -> {
                for (int i = 0; i < 3; i++) {
                    queue.put(i);
                    trail.add(i);
                }
            });
            turns(2);
            assertThat(trail).containsExactly(0, 1);

            assertThat(queue.get()).isZero();
            turn();

            assertThat(trail).containsExactly(0, 1, 2);
            assertThat(List.of(queue.get(), queue.get())).containsExactly(1, 2);
            assertThat(putter.done()).isTrue();
        });
    }

    @Test
    void putAndGetThatNeedNotWaitGiveNobodyATurn() {
        run(() -> {
            var queue = new Queue<Integer>(1);
            task(() -> trail.add("other"));

            queue.put(1);
            trail.add(queue.get());
            turn();

            assertThat(trail).containsExactly(1, "other");
        });
    }

    @Test
    void getWakesAPutter() {
        run(() -> {
            var queue = new Queue<Integer>(1);
            queue.put(1);
            var putter = task(() -> queue.put(2));
            turn();

            assertThat(queue.get()).isEqualTo(1);
            assertThat(queue).hasToString("Queue[size 0/1, unfinished 1]");
            turn();

            assertThat(putter.done()).isTrue();
        });
    }

    @Test
    void getterWaitsUntilSomethingIsPut() {
        run(() -> {
            var queue = new Queue<Integer>();
            var started = new Event();
            var getter = Task.start(() -> {
                started.set();
                return queue.get();
            });
            started.await();
            assertThat(getter.done()).isFalse();

            EventLoop.current().callLater(Duration.ofMillis(10), () -> queue.putNowait(1));

            assertThat(getter.await()).isEqualTo(1);
        });
    }

    @Test
    void putterGoesOnWhenACallbackGets() {
        run(() -> {
            var queue = new Queue<Integer>(1);
            EventLoop.current().callLater(Duration.ofMillis(10), () -> trail.add(queue.getNowait()));
            var putter = task(() -> {
                queue.put(1);
                queue.put(2);
            });
            turn();
            assertThat(putter.done()).isFalse();

            putter.await();

            assertThat(trail).containsExactly(1);
            assertThat(queue.getNowait()).isEqualTo(2);
        });
    }

    @Test
    void getterGoesOnWhenATaskPuts() {
        run(() -> {
            var queue = new Queue<String>();
            var getter = Task.start(queue::get);
            turn();

            queue.put("a");

            assertThat(getter.await()).isEqualTo("a");
        });
    }

    @Test
    void taskThatPutsIsNotKeptByAnUnboundedQueue() {
        run(() -> {
            var queue = new Queue<Integer>();
            var putter = task(() -> queue.put(1));

            assertThat(queue.get()).isEqualTo(1);

            assertThat(putter.done()).isTrue();
        });
    }

    @Test
    void waitingPuttersFillTheQueueInTheirOrder() {
        run(() -> {
            var queue = new Queue<String>(1);
            task(() -> queue.put("a"));
            task(() -> queue.put("b"));

            assertThat(queue.get()).isEqualTo("a");
            assertThat(queue.get()).isEqualTo("b");
        });
    }

    @Test
    void producerAndConsumerOverOnePlaceBothEnd() {
        run(() -> {
            var queue = new Queue<Integer>(1);
            var producer = task(() -> {
                for (int i = 0; i < 5; i++) {
                    queue.put(i);
                }
            });
            var consumer = task(() -> {
                for (int i = 0; i < 5; i++) {
                    trail.add(queue.get());
                }
            });

            producer.await();
            consumer.await();

            assertThat(trail).containsExactly(0, 1, 2, 3, 4);
        });
    }

    @Test
    void puttersGoOnWhenTheQueueIsEmptiedWithoutWaiting() {
        run(() -> {
            var queue = new Queue<Integer>(2);
            var getter = task(() -> {
                turn();
                for (int n = queue.size(); n > 0; n--) {
                    trail.add(queue.getNowait());
                }
            });
            var putters = List.of(0, 1, 2, 3).stream()
                    .map(i -> task(() -> queue.put(i)))
                    .toList();

            getter.await();
            putters.forEach(Task::await);

            assertThat(trail).containsExactly(0, 1);
            assertThat(queue).hasToString("Queue[size 2/2, unfinished 4]");
        });
    }

    @Test
    void putWithoutWaitingNeedsRoom() {
        var queue = new Queue<Integer>(1);
        queue.putNowait(1);

        assertThatExceptionOfType(QueueFullException.class)
                .isThrownBy(() -> queue.putNowait(2))
                .withMessageContaining("Queue[size 1/1, unfinished 1]");

        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.getNowait()).isEqualTo(1);
    }

    @Test
    void getWithoutWaitingNeedsAnItem() {
        var queue = new Queue<Integer>();

        assertThatExceptionOfType(QueueEmptyException.class)
                .isThrownBy(queue::getNowait)
                .withMessageContaining("Queue[size 0]");
    }

    @Test
    void callbackThatWouldHaveToWaitIsRefusedAndLeavesNoTrace() {
        run(() -> {
            var queue = new Queue<Integer>(1);
            EventLoop.current().callSoon(() -> {
                try {
                    queue.get();
                } catch (IllegalStateException e) {
                    trail.add(e);
                }
            });
            turn();

            assertThat(trail).hasSize(1);
            assertThat(queue).hasToString("Queue[size 0/1]");
        });
    }

    @Test
    void showsItsSizeWhoWaitsAndWhatIsNotDone() {
        run(() -> {
            var queue = new Queue<Integer>(1);
            var getter = Task.start(queue::get);
            turn();
            assertThat(queue).hasToString("Queue[size 0/1, getters 1]");
            queue.putNowait(0);
            getter.await();

            queue.putNowait(1);
            var putter = task(() -> queue.put(2));
            var joiner = task(queue::join);
            turn();
            assertThat(queue).hasToString("Queue[size 1/1, putters 1, joiners 1, unfinished 2]");

            putter.cancel();
            queue.shutdown(true);
            queue.taskDone();
            joiner.await();
            assertThat(queue).hasToString("Queue[size 0/1, shut down]");
        });
    }
}
