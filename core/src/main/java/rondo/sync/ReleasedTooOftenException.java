package rondo.sync;

/// A [BoundedSemaphore] was released more often than it was acquired.
public final class ReleasedTooOftenException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    ReleasedTooOftenException(String message) {
        super(message);
    }
}
