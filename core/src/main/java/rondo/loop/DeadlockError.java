package rondo.loop;

/// Nothing is ready, no timer is set, and nothing outside the loop is awaited, yet tasks are waiting.
///
/// An `Error`, like [AssertionError]: a handler for exceptions must not hide it.
public final class DeadlockError extends Error {
    private static final long serialVersionUID = 1L;

    /// Creates the error.
    ///
    /// @param message who waits for whom, rings first
    public DeadlockError(String message) {
        super(message);
    }
}
