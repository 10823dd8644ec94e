package rondo.observe;

import org.jspecify.annotations.Nullable;
import rondo.task.Future;
import rondo.task.Scope;
import rondo.task.Task;

/// One thing that happened on a loop. Times are ns since the recording began, by the loop's clock.
sealed interface TraceEvent {
    /// {@return when it began}
    long nanos();

    /// A task was created.
    ///
    /// @param by in whose step; null outside any
    record Created(long nanos, Task<?> task, @Nullable Task<?> by) implements TraceEvent {}

    /// How a step came to its end.
    enum Ending {
        AWAITS,
        YIELDS,
        ENDS,
        /// It had not ended when the recording did.
        OPEN
    }

    /// A step of a task.
    ///
    /// @param until when it ended
    /// @param on what the task awaits after it; null unless it does
    record Step(
            long nanos,
            long until,
            Task<?> task,
            Ending ending,
            @Nullable Future<?> on) implements TraceEvent {}

    /// A callback of the program's.
    ///
    /// @param until when it ended
    record Callback(long nanos, long until, String what) implements TraceEvent {}

    /// A poll that could wait, or found something.
    ///
    /// @param until when it ended
    /// @param ready how many callbacks it has queued
    record Poll(long nanos, long until, int ready) implements TraceEvent {}

    /// The number of callbacks and steps that a tick runs has changed.
    record Snapshot(long nanos, int size) implements TraceEvent {}

    /// A task's next step was queued because what it awaited has ended.
    ///
    /// @param by in whose step; null outside any
    record Woken(long nanos, Task<?> task, @Nullable Task<?> by) implements TraceEvent {}

    /// A task was asked to cancel.
    ///
    /// @param by who asked; its `toString` says it in words
    /// @param from in whose step; null outside any
    record CancelRequested(
            long nanos,
            Task<?> task,
            Object by,
            @Nullable String message,
            @Nullable Task<?> from) implements TraceEvent {}

    record Ended(long nanos, Task<?> task) implements TraceEvent {}

    record ScopeBegun(long nanos, Scope scope) implements TraceEvent {}

    record ScopeEnded(long nanos, Scope scope) implements TraceEvent {}
}
