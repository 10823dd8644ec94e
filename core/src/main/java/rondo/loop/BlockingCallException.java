package rondo.loop;

/// A task made a call that blocks its thread, on a loop whose policy is [Blocking#FAIL].
///
/// Its stack trace is that of the blocking call.
public final class BlockingCallException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /// As messages name it.
    private final String who;

    BlockingCallException(String who, StackTraceElement[] stack) {
        super(who + " blocked the loop: use an await of Rondo's, or toThread for a blocking library");
        this.who = who;
        setStackTrace(stack);
    }

    /// {@return which task, or that it was a callback, as messages name it}
    public String who() {
        return who;
    }
}
