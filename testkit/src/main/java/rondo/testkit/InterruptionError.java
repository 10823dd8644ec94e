package rondo.testkit;

import java.util.List;

/// A scenario did not survive an interruption. The cause is what failed.
public final class InterruptionError extends AssertionError {
    private static final long serialVersionUID = 1L;

    InterruptionError(List<PlannedInterrupt> plan, List<StackTraceElement> where, SimulatedRun run, Throwable failure) {
        super(
                (PlannedInterrupt.describe(plan) + place(where) + ", seed " + run.seed() + ": " + failure + "\n"
                                + run.trace().timeline())
                        .stripTrailing(),
                failure);
    }

    private static String place(List<StackTraceElement> where) {
        return where.stream()
                .filter(frame -> !Names.isMachinery(frame))
                .findFirst()
                .map(frame -> " (" + frame + ")")
                .orElse("");
    }
}
