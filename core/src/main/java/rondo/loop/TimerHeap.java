package rondo.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Timers by deadline: a four-ary heap with asyncio's lazy cancellation. The deadlines lie beside each other, so
/// that the four children of a place are compared without a look at the timers themselves.
///
/// Loop thread only.
final class TimerHeap {
    private static final int ARITY = 4;
    private static final int INITIAL = 16;

    /// Below this many entries cancelled timers only leave from the top.
    private static final int COMPACT_ABOVE = 100;

    private final EventLoop loop;
    private @Nullable TimerHandle[] heap = new TimerHandle[INITIAL];
    private long[] deadlines = new long[INITIAL]; // of the timers in the same places
    private int size;
    private int cancelled;
    private long sequence;

    TimerHeap(EventLoop loop) {
        this.loop = loop;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    TimerHandle add(long when, Runnable callback, @Nullable Context context) {
        var timer = new TimerHandle(loop, when, sequence++, callback, context);
        if (size == heap.length) {
            resize(size * 2);
        }
        siftUp(size++, timer);
        return timer;
    }

    /// {@return the earliest deadline; only for a heap that is not empty}
    long firstDeadline() {
        return deadlines[0];
    }

    void noteCancelled() {
        cancelled++;
    }

    /// Frees cancelled timers: all of them when they are more than half of a large heap, else those at the top.
    void dropCancelled() {
        if (cancelled == 0) {
            return;
        }
        if (size > COMPACT_ABOVE && cancelled > size / 2) {
            compact();
        } else {
            while (size > 0 && first().cancelled()) {
                cancelled--;
                pop();
            }
        }
    }

    /// Moves every timer that is due strictly before a time to the ready queue, cancelled ones included.
    ///
    /// @return how many
    int expire(long before, ReadyQueue ready) {
        int expired = 0;
        while (size > 0 && deadlines[0] - before < 0) {
            TimerHandle timer = pop();
            if (timer.cancelled()) {
                cancelled--;
            }
            ready.add(timer);
            expired++;
        }
        return expired;
    }

    void clear() {
        Arrays.fill(heap, null);
        heap = new TimerHandle[INITIAL];
        deadlines = new long[INITIAL];
        size = 0;
        cancelled = 0;
    }

    private TimerHandle first() {
        return at(0);
    }

    private TimerHandle at(int i) {
        TimerHandle timer = heap[i];
        assert timer != null : i;
        return timer;
    }

    private TimerHandle pop() {
        TimerHandle top = first();
        TimerHandle last = at(--size);
        heap[size] = null;
        if (size > 0) {
            siftDown(0, last);
        }
        top.leaveHeap();
        return top;
    }

    private void compact() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            TimerHandle timer = at(i);
            if (timer.cancelled()) {
                timer.leaveHeap();
            } else {
                put(kept++, timer);
            }
        }
        Arrays.fill(heap, kept, size, null);
        size = kept;
        cancelled = 0;
        if (heap.length > INITIAL && size < heap.length / ARITY) {
            resize(Math.max(INITIAL, size * 2));
        }
        for (int i = (size - 2) / ARITY; i >= 0 && size > 1; i--) {
            siftDown(i, at(i));
        }
    }

    private void resize(int capacity) {
        heap = Arrays.copyOf(heap, capacity);
        deadlines = Arrays.copyOf(deadlines, capacity);
    }

    private void put(int i, TimerHandle timer) {
        heap[i] = timer;
        deadlines[i] = timer.when();
    }

    private void move(int from, int to) {
        heap[to] = heap[from];
        deadlines[to] = deadlines[from];
    }

    private void siftUp(int start, TimerHandle timer) {
        int i = start;
        while (i > 0) {
            int parent = (i - 1) / ARITY;
            if (!before(timer.when(), timer, parent)) {
                break;
            }
            move(parent, i);
            i = parent;
        }
        put(i, timer);
    }

    private void siftDown(int start, TimerHandle timer) {
        int i = start;
        for (int child = i * ARITY + 1; child < size; child = i * ARITY + 1) {
            int least = leastOf(child, Math.min(child + ARITY, size));
            if (before(timer.when(), timer, least)) {
                break;
            }
            move(least, i);
            i = least;
        }
        put(i, timer);
    }

    private int leastOf(int from, int to) {
        int least = from;
        for (int i = from + 1; i < to; i++) {
            if (before(deadlines[i], at(i), least)) {
                least = i;
            }
        }
        return least;
    }

    /// Equal deadlines fire in the order in which they were scheduled; asyncio leaves that order open.
    private boolean before(long when, TimerHandle timer, int place) {
        long difference = when - deadlines[place];
        return difference != 0 ? difference < 0 : timer.sequence() < at(place).sequence();
    }
}
