package rondo.sync;

/// The three kinds of queue, for what holds for all of them.
enum QueueKind {
    FIFO,
    LIFO,
    PRIORITY;

    <T> Queue<T> create(int maxSize) {
        return switch (this) {
            case FIFO -> new Queue<>(maxSize);
            case LIFO -> new LifoQueue<>(maxSize);
            case PRIORITY -> new PriorityQueue<>(maxSize);
        };
    }

    <T> Queue<T> create() {
        return switch (this) {
            case FIFO -> new Queue<>();
            case LIFO -> new LifoQueue<>();
            case PRIORITY -> new PriorityQueue<>();
        };
    }
}
