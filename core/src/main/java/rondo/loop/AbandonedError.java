package rondo.loop;

/// Unwinds a coroutine whose loop was closed under it, so that its `finally` blocks run and its thread ends.
///
/// What Python does with a generator that is closed: an await on the way out throws it again.
final class AbandonedError extends Error {
    private static final long serialVersionUID = 1L;

    AbandonedError() {
        super("the event loop was closed while this task was waiting", null, false, false);
    }
}
