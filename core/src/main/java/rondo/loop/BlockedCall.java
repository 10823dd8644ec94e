package rondo.loop;

import java.time.Duration;
import java.util.List;

/// A call that keeps the loop from running anything else.
///
/// @param who the task, or the callback, that made it
/// @param lasted how long it has kept the loop by now
/// @param threadState what its thread is doing: blocked or waiting in a call, or running
/// @param stack where it is, innermost frame first, unmodifiable
/// @param detail what more is known: the lock and who holds it, how often this call site was seen; may be empty
public record BlockedCall(
        String who, Duration lasted, Thread.State threadState, List<StackTraceElement> stack, String detail) {
    private static final int MOST_FRAMES = 60; // in words: a deep recursion would fill the log with one line

    /// Copies the stack.
    public BlockedCall {
        stack = List.copyOf(stack);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(who)
                .append(
                        threadState == Thread.State.RUNNABLE
                                ? " has kept the loop busy for "
                                : " has blocked the loop for ")
                .append(lasted.toMillis())
                .append(" ms");
        if (!detail.isEmpty()) {
            text.append(" (").append(detail).append(')');
        }
        for (StackTraceElement frame : stack.subList(0, Math.min(stack.size(), MOST_FRAMES))) {
            text.append("\n\tat ").append(frame);
        }
        if (stack.size() > MOST_FRAMES) {
            text.append("\n\t... ").append(stack.size() - MOST_FRAMES).append(" more");
        }
        return text.toString();
    }
}
