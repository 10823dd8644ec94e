package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Timers by deadline, and what becomes of cancelled ones.
final class TimerHeapTest {
    @AutoClose
    private final EventLoop loop = new EventLoop();

    private final TimerHeap heap = loop.timers;

    private TimerHandle add(long when) {
        return heap.add(when, () -> {}, null);
    }

    private List<Ready> expire(long before) {
        var ready = new ReadyQueue();
        heap.expire(before, ready);
        var all = new ArrayList<Ready>();
        while (!ready.isEmpty()) {
            all.add(ready.first());
            ready.removeFirst();
        }
        return all;
    }

    @Test
    void timersExpireByDeadlineAndThenInTheOrderOfScheduling() {
        TimerHandle late = add(20);
        TimerHandle first = add(10);
        TimerHandle second = add(10);

        assertThat(expire(21)).containsExactly(first, second, late);
        assertThat(heap.isEmpty()).isTrue();
    }

    @Test
    void deadlineItselfIsNotYetDue() {
        TimerHandle timer = add(10);

        assertThat(expire(10)).isEmpty();
        assertThat(heap.firstDeadline()).isEqualTo(10);
        assertThat(expire(11)).containsExactly(timer);
    }

    @Test
    void randomTimersExpireInOrder() {
        long seed = 42;
        var random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            add(random.nextLong(1_000));
        }

        List<Long> deadlines = expire(1_000).stream()
                .map(ready -> ((TimerHandle) ready).when())
                .toList();

        assertThat(deadlines).as("seed %d", seed).hasSize(10_000).isSorted();
    }

    @Test
    void cancelledTimersOfASmallHeapLeaveOnlyFromTheTop() {
        TimerHandle top = add(1);
        add(2);
        TimerHandle below = add(3);
        below.cancel();

        heap.dropCancelled();
        assertThat(heap.size()).isEqualTo(3);

        top.cancel();
        heap.dropCancelled();
        assertThat(heap.size()).isEqualTo(2);
        assertThat(heap.firstDeadline()).isEqualTo(2);
    }

    @Test
    void largeHeapIsCompactedWhenMoreThanHalfIsCancelled() {
        var timers = new ArrayList<TimerHandle>();
        for (int i = 0; i < 102; i++) {
            timers.add(add(i));
        }
        timers.subList(50, 101).forEach(TimerHandle::cancel);

        heap.dropCancelled();
        assertThat(heap.size()).as("51 of 102 is not more than half").isEqualTo(102);

        timers.get(101).cancel();
        heap.dropCancelled();
        assertThat(heap.size()).isEqualTo(50);
        assertThat(expire(1_000)).containsExactlyElementsOf(timers.subList(0, 50));
    }

    @Test
    void heapOfAHundredIsNotCompacted() {
        var timers = new ArrayList<TimerHandle>();
        for (int i = 0; i < 100; i++) {
            timers.add(add(i));
        }
        timers.subList(1, 100).forEach(TimerHandle::cancel);

        heap.dropCancelled();

        assertThat(heap.size()).isEqualTo(100);
    }

    @Test
    void cancelledTimerThatExpiresIsQueuedAndCountsNoLonger() {
        TimerHandle cancelled = add(1);
        add(5);
        cancelled.cancel();

        assertThat(expire(2)).containsExactly(cancelled);
        assertThat(cancelled.cancelled()).isTrue();
        heap.dropCancelled();
        assertThat(heap.size()).isEqualTo(1);
    }

    @Test
    void timerThatHasLeftTheHeapIsNotCountedWhenItIsCancelled() {
        TimerHandle fired = add(1);
        add(5);
        expire(2);

        fired.cancel();

        heap.dropCancelled();
        assertThat(heap.size()).isEqualTo(1);
    }

    @Test
    void cancellingTwiceCountsOnce() {
        for (int i = 0; i < 150; i++) {
            add(i + 1);
        }
        TimerHandle timer = add(0);

        for (int i = 0; i < 100; i++) {
            timer.cancel();
        }

        heap.dropCancelled();
        assertThat(heap.size()).isEqualTo(150);
    }

    @Test
    void clearedHeapTakesNewTimers() {
        add(1);

        heap.clear();

        assertThat(heap.isEmpty()).isTrue();
        assertThat(expire(10)).isEmpty();
        TimerHandle timer = add(3);
        assertThat(expire(10)).containsExactly(timer);
    }
}
