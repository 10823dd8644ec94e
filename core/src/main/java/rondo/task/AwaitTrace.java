package rondo.task;

import java.util.Arrays;

/// Adds the awaiting side to an error's stack trace, where the error comes to a task from elsewhere: from a task that
/// it awaits, directly or through a combinator, from a helper thread, or from whoever completed a future.
final class AwaitTrace {
    /// A chain longer than this would only fill the log.
    private static final int LONGEST_TRACE = 512;

    private static final StackWalker WALKER = StackWalker.getInstance();

    private AwaitTrace() {}

    /// Appends the frames of the awaiting task, once for each boundary.
    static void extend(Throwable error, Future<?> from, Task<?> awaiting) {
        if (!(from instanceof Task<?>) && !from.failed()) {
            return; // a cancelled future's error is made by its reader: its trace says it already
        }
        StackTraceElement[] trace = error.getStackTrace();
        var boundary = new StackTraceElement("awaited by " + awaiting.label(), "await", null, -1);
        if (trace.length == 0
                || trace.length > LONGEST_TRACE
                || Arrays.asList(trace).contains(boundary)) {
            return;
        }
        StackTraceElement[] frames = WALKER.walk(all -> all.filter(frame -> !isOurs(frame.getClassName()))
                .limit(LONGEST_TRACE - trace.length)
                .map(StackWalker.StackFrame::toStackTraceElement)
                .toArray(StackTraceElement[]::new));
        StackTraceElement[] longer = Arrays.copyOf(trace, trace.length + 1 + frames.length);
        longer[trace.length] = boundary;
        System.arraycopy(frames, 0, longer, trace.length + 1, frames.length);
        error.setStackTrace(longer);
    }

    private static boolean isOurs(String className) {
        return className.startsWith("rondo.task.")
                || className.startsWith("rondo.loop.")
                || className.startsWith("java.lang.");
    }
}
