package rondo.sync;

/// An item was taken without waiting from a queue that was empty: asyncio's `QueueEmpty`.
public final class QueueEmptyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    QueueEmptyException(String message) {
        super(message);
    }
}
