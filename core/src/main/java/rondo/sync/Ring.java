package rondo.sync;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// First in, first out, in an array that is used in a circle and doubles when it is full. Items may be null.
final class Ring<T extends @Nullable Object> implements Items<T> {
    private @Nullable Object[] slots = new @Nullable Object[16]; // the length is a power of two
    private int head; // of the next item to take, modulo the length
    private int size;

    @Override
    public void add(T item) {
        if (size == slots.length) {
            grow();
        }
        slots[(head + size) & (slots.length - 1)] = item;
        size++;
    }

    private void grow() {
        @Nullable Object[] larger = Arrays.copyOf(slots, slots.length * 2);
        // what had wrapped around to the front now follows the rest
        System.arraycopy(slots, 0, larger, slots.length, head);
        Arrays.fill(larger, 0, head, null);
        slots = larger;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // only add() fills the slots: null is there only if it is a T
    public T take() {
        T item = (T) slots[head];
        slots[head] = null;
        head = (head + 1) & (slots.length - 1);
        size--;
        return item;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void clear() {
        Arrays.fill(slots, null);
        head = 0;
        size = 0;
    }
}
