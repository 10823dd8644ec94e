package rondo.task;

/// A future was asked for what its state does not allow (asyncio's `InvalidStateError`).
public final class InvalidStateException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    InvalidStateException(String message) {
        super(message);
    }
}
