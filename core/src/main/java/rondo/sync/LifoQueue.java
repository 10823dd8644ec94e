package rondo.sync;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// A queue that gives back the item put last: asyncio's `LifoQueue`.
///
/// @param <T> what is put
public final class LifoQueue<T extends @Nullable Object> extends Queue<T> {
    /// Creates a queue without a bound.
    public LifoQueue() {
        this(0);
    }

    /// Creates a queue.
    ///
    /// @param maxSize how many items it holds at most; without a bound if it is zero or negative
    public LifoQueue(int maxSize) {
        super(maxSize, new Stack<>());
    }

    private static final class Stack<T extends @Nullable Object> implements Items<T> {
        private final ArrayList<T> items = new ArrayList<>();

        @Override
        public void add(T item) {
            items.add(item);
        }

        @Override
        public T take() {
            return items.removeLast();
        }

        @Override
        public int size() {
            return items.size();
        }

        @Override
        public void clear() {
            items.clear();
        }
    }
}
