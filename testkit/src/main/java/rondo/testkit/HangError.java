package rondo.testkit;

import java.util.List;

/// A run did not end within its limit of real time: one step of it computes or blocks for ever. Its stack trace
/// is where the loop stands.
public final class HangError extends Error {
    private static final long serialVersionUID = 1L;

    HangError(String message, List<StackTraceElement> stack) {
        super(message);
        setStackTrace(stack.toArray(StackTraceElement[]::new));
    }
}
