package rondo.task;

import org.jspecify.annotations.Nullable;
import rondo.loop.Coroutine;
import rondo.loop.Instrument;

/// What wants to see the tasks of a loop at work, besides the loop itself; added by
/// [rondo.loop.EventLoop#addInstrument(Instrument)].
///
/// Every method does nothing by default. They are called on the loop's own stack and must be short, take no
/// lock that a task could hold, and await nothing. One that throws is taken off the loop and logged.
public interface TaskInstrument extends Instrument {
    /// A task has been created. Its first step follows as [#scheduled(Task)], or at once if it starts eagerly.
    ///
    /// @param task the task
    default void created(Task<?> task) {}

    /// A step of a task has been queued: its first, or what it waited for has ended. Where a task yields
    /// (`sleep(0)`), only [#stepEnds(Task)] says so.
    ///
    /// @param task the task
    default void scheduled(Task<?> task) {}

    /// A step of a task begins or, after [#stepEnds(Task)], it is resumed.
    ///
    /// @param task the task, as it was before the step: pending
    default void stepBegins(Task<?> task) {}

    /// A step of a task has ended. Its [Task#state()] says how: awaiting, on [Task#awaiting()]; pending, when
    /// it yields; or it has ended.
    ///
    /// @param task the task
    default void stepEnds(Task<?> task) {}

    /// Somebody has asked a task to cancel. For a request that goes on along the chain of awaits this is called
    /// once for each task that it passes.
    ///
    /// @param task the task
    /// @param by who asked, as [CancelledError#canceller()] gives it; its `toString` says it in words
    /// @param message what for, or null
    default void cancelRequested(Task<?> task, Object by, @Nullable String message) {}

    /// A task has ended. Told within its last step, or instead of its first when it was cancelled before it
    /// began.
    ///
    /// @param task the task; done or cancelled
    default void ended(Task<?> task) {}

    /// A call of a combinator begins: a gather, a wait, a task group, a deadline.
    ///
    /// @param scope the call
    default void scopeBegins(Scope scope) {}

    /// A call of a combinator has ended.
    ///
    /// @param scope the call
    default void scopeEnds(Scope scope) {}

    @Override
    default void created(Coroutine coroutine) {
        Task<?> task = Task.of(coroutine);
        if (task != null) {
            created(task);
        }
    }

    @Override
    default void scheduled(Coroutine coroutine) {
        Task<?> task = Task.of(coroutine);
        if (task != null) {
            scheduled(task);
        }
    }

    @Override
    default void stepBegins(Coroutine coroutine) {
        Task<?> task = Task.of(coroutine);
        if (task != null) {
            stepBegins(task);
        }
    }

    @Override
    default void stepEnds(Coroutine coroutine) {
        Task<?> task = Task.of(coroutine);
        if (task != null) {
            stepEnds(task);
        }
    }
}
