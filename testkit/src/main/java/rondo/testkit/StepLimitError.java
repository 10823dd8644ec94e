package rondo.testkit;

/// A run took more steps than its options allow: tasks that never wait for anything but each other's turns.
public final class StepLimitError extends Error {
    private static final long serialVersionUID = 1L;

    StepLimitError(long limit, String tasks) {
        super("the run took more than " + limit + " steps; does something spin? options.withStepLimit allows more\n"
                + tasks);
    }
}
