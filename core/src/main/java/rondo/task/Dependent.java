package rondo.task;

import org.jspecify.annotations.Nullable;

/// What a combinator hangs on a future to be told of its end.
///
/// Unlike a done callback it runs on the loop's own stack: it must be short, take no lock, run no user code and
/// await nothing.
public abstract class Dependent {
    /// Creates a dependent.
    protected Dependent() {}

    /// Called in the tick after the future is done, in the order of registration among its callbacks.
    ///
    /// @param future the future
    protected abstract void completed(Future<?> future);

    /// {@return who goes on when the future is done, for the await graph: a task, or a future that others wait
    /// for; null if nobody}
    protected @Nullable Future<?> awaiter() {
        return null;
    }
}
