package rondo.loop;

/// A loop was used after it had been closed.
public final class LoopClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    ///
    /// @param loop the loop's name
    public LoopClosedException(String loop) {
        super("event loop '" + loop + "' is closed; create a new one");
    }
}
