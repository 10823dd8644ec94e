package rondo.sync;

/// An item was put without waiting into a queue that was full: asyncio's `QueueFull`.
public final class QueueFullException extends RuntimeException {
    private static final long serialVersionUID = 1;

    QueueFullException(String message) {
        super(message);
    }
}
