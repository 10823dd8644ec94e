package rondo.testkit;

/// A run of an exploration failed. The message is the report, the cause what failed.
public final class ExplorationError extends AssertionError {
    private static final long serialVersionUID = 1L;

    /// Not serialized.
    private final transient FailedRun failedRun;

    ExplorationError(FailedRun failedRun, long runs) {
        super("run " + runs + ": " + failedRun.report(), failedRun.failure());
        this.failedRun = failedRun;
    }

    /// {@return the run that failed}
    public FailedRun failedRun() {
        return failedRun;
    }
}
