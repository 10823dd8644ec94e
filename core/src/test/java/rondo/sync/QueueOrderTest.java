package rondo.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The order in which the two other kinds of queue give their items back.
final class QueueOrderTest {
    private static <T> List<T> drain(Queue<T> queue) {
        var items = new ArrayList<T>();
        while (!queue.empty()) {
            items.add(queue.getNowait());
        }
        return items;
    }

    @Test
    void lifoQueueGivesTheLastOneFirst() {
        var queue = new LifoQueue<Integer>();
        List.of(1, 3, 2).forEach(queue::putNowait);

        assertThat(drain(queue)).containsExactly(2, 3, 1);
    }

    @Test
    void priorityQueueGivesTheSmallestOneFirst() {
        var queue = new PriorityQueue<Integer>();
        List.of(1, 3, 2).forEach(queue::putNowait);

        assertThat(drain(queue)).containsExactly(1, 2, 3);
    }

    @Test
    void priorityQueueFollowsItsComparator() {
        var queue = new PriorityQueue<String>(
                Comparator.comparingInt(String::length).reversed());
        List.of("a", "ccc", "bb").forEach(queue::putNowait);

        assertThat(drain(queue)).containsExactly("ccc", "bb", "a");
    }

    @Test
    void equalPrioritiesComeInTheOrderInWhichTheyWerePut() {
        var queue = new PriorityQueue<String>(Comparator.comparingInt(String::length));
        var words = List.of("bb", "a", "dd", "c", "ee", "f", "gg", "h", "ii");
        words.forEach(queue::putNowait);

        assertThat(drain(queue)).containsExactly("a", "c", "f", "h", "bb", "dd", "ee", "gg", "ii");
    }

    @Test
    void itemThatCannotBeComparedIsNotPut() {
        var queue = new PriorityQueue<Object>();
        queue.putNowait(1);

        assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> queue.putNowait("two"));

        assertThat(queue).hasToString("PriorityQueue[size 1, unfinished 1]");
        assertThat(drain(queue)).containsExactly(1);
    }

    @Test
    void boundHoldsForEveryKind() {
        for (var kind : QueueKind.values()) {
            Queue<Integer> queue = kind.create(2);
            queue.putNowait(1);
            queue.putNowait(2);

            assertThat(queue.full()).isTrue();
            assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> queue.putNowait(3));
            assertThat(queue.size()).isEqualTo(2);
        }
    }

    @Test
    void priorityQueueWithABoundFollowsItsComparatorToo() {
        var queue = new PriorityQueue<Integer>(2, Comparator.reverseOrder());
        queue.putNowait(1);
        queue.putNowait(2);

        assertThat(queue.full()).isTrue();
        assertThat(drain(queue)).containsExactly(2, 1);
    }
}
