package rondo.task;

import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopStep;

/// A future without a value that one task parks on again and again, so that waiting allocates nothing.
///
/// Running it, as the loop's poll does, wakes the task: the task's next step is queued at once. Belongs to the
/// loop's thread.
public final class Wakeup extends Future<@Nullable Void> implements LoopStep {
    /// Creates a wake-up on which nobody is parked.
    ///
    /// @param loop the loop of the tasks that will park on it
    public Wakeup(EventLoop loop) {
        super(loop);
    }

    /// Suspends the calling task until the next [#run()]; one from before does not count.
    ///
    /// A cancel while it waits ends the wait.
    ///
    /// @throws CancelledError if the task is cancelled meanwhile
    /// @throws IllegalStateException if called outside a task
    public void park() {
        if (done()) {
            rearm();
        }
        await();
    }

    /// Wakes the task that is parked here; does nothing if none is.
    @Override
    public void run() {
        if (!done()) {
            setResult(null);
        }
    }
}
