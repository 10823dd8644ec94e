package rondo.sync;

import org.jspecify.annotations.Nullable;

/// The order in which a queue gives its items back.
interface Items<T extends @Nullable Object> {
    void add(T item);

    /// Takes the next item out; there is one.
    T take();

    int size();

    void clear();
}
