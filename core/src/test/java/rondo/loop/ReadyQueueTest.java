package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The queue of what is ready.
final class ReadyQueueTest {
    @AutoClose
    private final EventLoop loop = new EventLoop();

    private final ReadyQueue queue = new ReadyQueue();

    private Ready add() {
        var item = new Handle(loop, () -> {}, null);
        queue.add(item);
        return item;
    }

    private Ready take() {
        Ready head = queue.first();
        queue.removeFirst();
        return head;
    }

    @Test
    void itemsLeaveInTheOrderInWhichTheyCame() {
        Ready a = add();
        Ready b = add();

        assertThat(queue.size()).isEqualTo(2);
        assertThat(take()).isSameAs(a);
        assertThat(take()).isSameAs(b);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void orderHoldsWhileTheRingGrowsAroundItsEnd() {
        long seed = 7;
        var random = new Random(seed);
        var expected = new ArrayDeque<Ready>();

        for (int i = 0; i < 50_000; i++) {
            if (expected.isEmpty() || random.nextInt(5) < 3) {
                expected.add(add());
            } else {
                assertThat(take()).as("seed %d, step %d", seed, i).isSameAs(expected.remove());
            }
        }

        assertThat(queue.size()).isEqualTo(expected.size());
        while (!expected.isEmpty()) {
            assertThat(take()).isSameAs(expected.remove());
        }
    }

    @Test
    void queueWorksOnAfterALargeBurstHasPassed() {
        var burst = new ArrayList<Ready>();
        for (int i = 0; i < 200_000; i++) {
            burst.add(add());
        }
        for (Ready item : burst) {
            assertThat(take()).isSameAs(item);
        }

        Ready next = add();
        assertThat(take()).isSameAs(next);
    }

    @Test
    void clearedQueueIsEmpty() {
        add();

        queue.clear();

        assertThat(queue.isEmpty()).isTrue();
        Ready next = add();
        assertThat(take()).isSameAs(next);
    }
}
