package rondo.testkit;

import rondo.loop.EventLoop;
import rondo.task.Task;
import rondo.task.VoidBody;

/// Whether a piece of code suspends its task: whether others can run before it has ended. Works in tasks of any
/// loop, simulated or not.
public final class Suspension {
    private Suspension() {}

    /// Runs a body in the calling task, and fails if it has not suspended.
    ///
    /// @param body what to run; what it throws is thrown as it is, and whether it has suspended is not asked then
    /// @throws AssertionError if it has ended within the step in which it began
    /// @throws IllegalStateException if the caller is not in a task
    /// @throws Exception what the body throws
    public static void assertSuspends(VoidBody body) throws Exception {
        if (!suspends(body)) {
            throw new AssertionError("it was to suspend, and ran through: nothing else had a turn before it ended");
        }
    }

    /// Runs a body in the calling task, and fails if it has suspended.
    ///
    /// @param body what to run; what it throws is thrown as it is, and whether it has suspended is not asked then
    /// @throws AssertionError if others had a turn before it ended
    /// @throws IllegalStateException if the caller is not in a task
    /// @throws Exception what the body throws
    public static void assertDoesNotSuspend(VoidBody body) throws Exception {
        if (suspends(body)) {
            throw new AssertionError("it was to run through, and suspended: others had a turn before it ended");
        }
    }

    private static boolean suspends(VoidBody body) throws Exception {
        Task.current();
        Simulation simulation = Simulation.currentOrNull();
        return simulation == null ? suspendsLoop(body) : suspends(simulation, body);
    }

    /// In a simulation the order could let the task go on before a callback that was queued first.
    private static boolean suspends(Simulation simulation, VoidBody body) throws Exception {
        long before = simulation.asked();
        body.run();
        return simulation.asked() != before;
    }

    private static boolean suspendsLoop(VoidBody body) throws Exception {
        boolean[] others = new boolean[1];
        var first = EventLoop.current().callSoon(() -> others[0] = true);
        body.run();
        first.cancel();
        return others[0];
    }
}
