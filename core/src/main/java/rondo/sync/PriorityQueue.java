package rondo.sync;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A queue that gives back its smallest item: asyncio's `PriorityQueue`.
///
/// Items that compare as equal come out in the order in which they were put (asyncio leaves that open).
///
/// @param <T> what is put
public final class PriorityQueue<T extends @Nullable Object> extends Queue<T> {
    /// Creates a queue in the items' natural order, without a bound.
    public PriorityQueue() {
        this(0);
    }

    /// Creates a queue in the items' natural order, which must be [Comparable]: a put of another one is a
    /// [ClassCastException].
    ///
    /// @param maxSize how many items it holds at most; without a bound if it is zero or negative
    public PriorityQueue(int maxSize) {
        this(maxSize, PriorityQueue::compareNaturally);
    }

    /// Creates a queue without a bound.
    ///
    /// @param order what says which item is the smaller one; what it throws leaves the put, and the item is
    /// not in the queue
    public PriorityQueue(Comparator<? super T> order) {
        this(0, order);
    }

    /// Creates a queue.
    ///
    /// @param maxSize how many items it holds at most; without a bound if it is zero or negative
    /// @param order what says which item is the smaller one; what it throws leaves the put, and the item is
    /// not in the queue
    public PriorityQueue(int maxSize, Comparator<? super T> order) {
        super(
                maxSize,
                new Heap<>(Objects.requireNonNull(order, "the order is null; leave it out for the natural one")));
    }

    @SuppressWarnings("unchecked") // as the JDK's queue does it: what is not comparable fails here
    private static <T extends @Nullable Object> int compareNaturally(T one, T other) {
        return ((Comparable<T>) one).compareTo(other);
    }

    private static final class Heap<T extends @Nullable Object> implements Items<T> {
        private final java.util.PriorityQueue<Entry<T>> entries;
        private long puts;

        Heap(Comparator<? super T> order) {
            entries = new java.util.PriorityQueue<>((one, other) -> {
                int byItem = order.compare(one.item, other.item);
                return byItem != 0 ? byItem : Long.compare(one.sequence, other.sequence);
            });
        }

        @Override
        public void add(T item) {
            entries.add(new Entry<>(item, puts++));
        }

        @Override
        public T take() {
            return entries.remove().item;
        }

        @Override
        public int size() {
            return entries.size();
        }

        @Override
        public void clear() {
            entries.clear();
        }
    }

    private record Entry<T extends @Nullable Object>(T item, long sequence) {}
}
