package rondo.testkit.net;

import org.jspecify.annotations.Nullable;
import rondo.testkit.SimulatedRun;

/// A scenario does not stand the failure of one call to the network.
public final class IoFailureError extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final transient SimulatedRun run;

    IoFailureError(@Nullable IoFault fault, int call, SimulatedRun run) {
        super(
                (fault == null
                                ? "the scenario fails without a failure of the network: "
                                : fault + " at " + fault.call() + " " + call + ": ")
                        + run.failure() + "\n" + run.trace().timeline(),
                run.failure());
        this.run = run;
    }

    /// {@return the run that failed, with its timeline}
    public SimulatedRun run() {
        return run;
    }
}
