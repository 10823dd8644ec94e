package rondo.testkit;

import java.util.List;

/// A scenario did not survive an interruption. The cause is what failed.
public final class InterruptionError extends AssertionError {
    private static final long serialVersionUID = 1L;

    InterruptionError(
            Interrupt interrupt, int await, List<StackTraceElement> where, SimulatedRun run, Throwable failure) {
        super(
                (interrupt + " at await " + await + place(where) + ", seed " + run.seed() + ": " + failure + "\n"
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
