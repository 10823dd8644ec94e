package rondo.testkit;

import java.util.List;

/// A task did something whose outcome no seed decides. Its stack trace is where.
///
/// An `Error`: a handler for exceptions must not hide it.
public final class DeterminismLeakError extends Error {
    private static final long serialVersionUID = 1L;

    /// What leaked.
    private final Leak leak;

    DeterminismLeakError(Leak leak, String who, String what, String cure, List<StackTraceElement> stack) {
        super("determinism leak: " + who + " " + what + callSite(stack) + "; " + cure
                + ", or allow it with options.allowing(Leak." + leak + ")");
        this.leak = leak;
        setStackTrace(stack.toArray(StackTraceElement[]::new));
    }

    private static String callSite(List<StackTraceElement> stack) {
        return stack.stream()
                .filter(frame -> !Names.isMachinery(frame))
                .findFirst()
                .map(frame -> " at " + frame)
                .orElse("");
    }

    /// {@return what leaked}
    public Leak leak() {
        return leak;
    }
}
