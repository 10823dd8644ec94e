package rondo.loop;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// What runs next, first in, first out: a ring that grows, and shrinks again once a burst has passed.
///
/// Whoever holds the loop's turn, but for what says *any thread*.
final class ReadyQueue {
    private static final int INITIAL = 64;
    private static final int SHRINK_ABOVE = 1 << 16;

    private @Nullable Ready[] ring = new Ready[INITIAL]; // a power of two
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void add(Ready item) {
        if (size == ring.length) {
            resize(size * 2);
        }
        ring[(head + size++) & (ring.length - 1)] = item;
    }

    /// {@return the head, which stays; only for a queue that is not empty}
    Ready first() {
        return at(0);
    }

    /// {@return what stands at a place, as far as can be seen from another thread; null if nothing does} Any
    /// thread.
    @Nullable Ready peek(int i) {
        @Nullable Ready[] now = ring;
        return now[(head + i) & (now.length - 1)];
    }

    void removeFirst() {
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        if (--size == 0 && ring.length > SHRINK_ABOVE) {
            resize(INITIAL);
        }
    }

    /// Takes an item out again, wherever it is, if it is there; it was most likely added last.
    @SuppressWarnings("ReferenceEquality") // the very object that was added
    void removeLast(Ready item) {
        for (int i = size - 1; i >= 0; i--) {
            if (ring[(head + i) & (ring.length - 1)] == item) {
                for (int later = i; later < size - 1; later++) {
                    ring[(head + later) & (ring.length - 1)] = ring[(head + later + 1) & (ring.length - 1)];
                }
                ring[(head + --size) & (ring.length - 1)] = null;
                return;
            }
        }
    }

    /// Has an order arrange the first items.
    ///
    /// @param count how many of them
    /// @return how many of these it lets go
    int arrange(int count, ReadyOrder order) {
        var first = new ArrayList<Ready>(count);
        for (int i = 0; i < count; i++) {
            first.add(at(i));
        }
        int next = order.arrange(first);
        if (next < 0 || next > count || first.size() != count) {
            throw new IllegalStateException("the order " + order + " let " + next + " go and left "
                    + (first.size() - next) + " of " + count + "; it may only change the order and choose how many");
        }
        for (int i = 0; i < count; i++) {
            ring[(head + i) & (ring.length - 1)] = first.get(i);
        }
        return next;
    }

    private Ready at(int i) {
        Ready item = ring[(head + i) & (ring.length - 1)];
        assert item != null;
        return item;
    }

    void clear() {
        ring = new Ready[INITIAL];
        head = 0;
        size = 0;
    }

    private void resize(int capacity) {
        var larger = new Ready[capacity];
        int front = Math.min(size, ring.length - head);
        System.arraycopy(ring, head, larger, 0, front);
        System.arraycopy(ring, 0, larger, front, size - front);
        ring = larger;
        head = 0;
    }
}
