package rondo.testkit;

import java.util.List;
import java.util.stream.Collectors;

/// What is to be done to a task, and where.
///
/// @param interrupt what
/// @param await at which await, counting from 1
record PlannedInterrupt(Interrupt interrupt, int await) {
    /// {@return whether it leaves a task of which a second interruption can be expected to come to something:
    /// to cancel twice is such a pair by itself}
    boolean mayBeFirst() {
        return interrupt != Interrupt.CLOSE_LOOP && interrupt != Interrupt.CANCEL_TWICE;
    }

    /// {@return whether that one may come after this one. At the same await it comes at the same moment, or when
    /// the task has been woken}
    boolean allows(PlannedInterrupt second) {
        boolean inOrder = interrupt != Interrupt.CANCEL_WHEN_WOKEN || second.interrupt == interrupt;
        return second.await > await || (second.await == await && inOrder);
    }

    static String describe(List<PlannedInterrupt> plan) {
        return plan.stream().map(PlannedInterrupt::toString).collect(Collectors.joining(", then "));
    }

    @Override
    public String toString() {
        return interrupt + " at await " + await;
    }
}
