package rondo.sync;

/// An item was put into a queue that is shut down, or taken from one that is empty as well: asyncio's
/// `QueueShutDown`.
public final class QueueShutDownException extends RuntimeException {
    private static final long serialVersionUID = 1;

    QueueShutDownException(String message) {
        super(message);
    }
}
