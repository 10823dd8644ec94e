package rondo.loop;

/// A task made a call that blocks its thread, on a loop whose policy is [Blocking#FAIL].
///
/// Its stack trace is that of the blocking call.
public final class BlockingCallException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    BlockingCallException(String who, StackTraceElement[] stack) {
        super(who + " blocked the loop: use an await of Rondo's, or toThread for a blocking library");
        setStackTrace(stack);
    }
}
