package rondo.loop;

/// A loop was used after it had been closed.
public final class LoopClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    LoopClosedException(String loop) {
        super("event loop '" + loop + "' is closed; create a new one");
    }
}
