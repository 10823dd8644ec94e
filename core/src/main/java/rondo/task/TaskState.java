package rondo.task;

/// Where a task stands: the states of the task lifecycle diagram. Its *Coroutine* is the [Awaitable] before it
/// is a task.
///
/// A request to cancel changes no state by itself: only when the [CancelledError] has ended the body is the task
/// cancelled.
public enum TaskState {
    /// A step is queued: the loop will run it. A future that is not done is pending too.
    PENDING,
    /// The loop runs a step of it now.
    RUNNING,
    /// It waits for something.
    AWAITING,
    /// It has ended with a value or an error.
    DONE,
    /// It has ended by cancellation.
    CANCELLED;

    /// {@return whether the diagram has an arrow from this state of a task to another}
    ///
    /// @param next the other
    public boolean mayBecome(TaskState next) {
        return switch (this) {
            case PENDING -> next == RUNNING || next == CANCELLED;
            case RUNNING -> next == AWAITING || next == DONE || next == CANCELLED;
            case AWAITING -> next == PENDING;
            case DONE, CANCELLED -> false;
        };
    }

    /// {@return whether nothing comes after it}
    public boolean ended() {
        return this == DONE || this == CANCELLED;
    }
}
