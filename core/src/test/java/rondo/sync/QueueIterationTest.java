package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rondo.sync.OnLoop.run;
import static rondo.sync.OnLoop.sleepMillis;
import static rondo.sync.OnLoop.task;
import static rondo.sync.OnLoop.turn;
import static rondo.sync.OnLoop.turns;

import java.util.ArrayList;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/// A queue as something to iterate over.
final class QueueIterationTest {
    private final Queue<Integer> queue = new Queue<>();
    private final ArrayList<Object> trail = new ArrayList<>();

    private void readAll() {
        for (int item : queue) {
            trail.add(item);
        }
        trail.add("end");
    }

    @Test
    void givesItemsAsTheyComeAndEndsAtTheShutdown() {
        run(() -> {
            var reader = task(this::readAll);
            for (int i = 0; i < 3; i++) {
                queue.put(i);
                sleepMillis(1);
                assertThat(trail).hasSize(i + 1);
            }

            queue.shutdown();
            reader.await();

            assertThat(trail).containsExactly(0, 1, 2, "end");
        });
    }

    @Test
    void givesWhatIsLeftBeforeItEnds() {
        run(() -> {
            queue.putNowait(1);
            queue.putNowait(2);
            queue.shutdown();

            readAll();

            assertThat(trail).containsExactly(1, 2, "end");
        });
    }

    @Test
    void endsAtOnceAfterAnImmediateShutdown() {
        run(() -> {
            queue.putNowait(1);
            queue.shutdown(true);

            readAll();

            assertThat(trail).containsExactly("end");
        });
    }

    @Test
    void severalReadersShareTheItems() {
        run(() -> {
            var first = task(this::readAll);
            var second = task(this::readAll);
            turn();
            for (int i = 0; i < 4; i++) {
                queue.put(i);
                turns(2);
            }
            queue.shutdown();
            first.await();
            second.await();

            assertThat(trail).containsExactly(0, 1, 2, 3, "end", "end");
        });
    }

    @Test
    void askingForTheNextOneTakesNothing() {
        run(() -> {
            queue.putNowait(1);
            var items = queue.iterator();

            assertThat(items.hasNext()).isTrue();
            assertThat(items.hasNext()).isTrue();

            assertThat(queue.size()).isEqualTo(1);
            assertThat(items.next()).isEqualTo(1);
        });
    }

    @Test
    void nextMayBeCalledWithoutAskingAndFailsAtTheEnd() {
        run(() -> {
            var items = queue.iterator();
            task(() -> {
                queue.put(1);
                queue.shutdown();
            });

            assertThat(items.next()).isEqualTo(1);

            assertThat(items.hasNext()).isFalse();
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(items::next);
        });
    }

    @Test
    void leavingTheLoopEarlyLeavesTheRestInTheQueue() {
        run(() -> {
            queue.putNowait(1);
            queue.putNowait(2);

            for (int item : queue) {
                assertThat(item).isEqualTo(1);
                break;
            }

            assertThat(queue.getNowait()).isEqualTo(2);
        });
    }

    @Test
    void itemsItGivesAreNotDoneByThat() {
        run(() -> {
            queue.putNowait(1);
            queue.shutdown();

            readAll();

            assertThat(queue).hasToString("Queue[size 0, unfinished 1, shut down]");
        });
    }
}
