package rondo.task;

import org.jspecify.annotations.Nullable;

/// Something that gives a value once it is awaited: a coroutine, a future, a task.
///
/// A lambda is a coroutine: nothing of it runs until it is awaited, in place in the calling task, or made a task.
///
/// @param <T> what it gives
@FunctionalInterface
public interface Awaitable<T extends @Nullable Object> {
    /// Runs to its end in the calling task, suspending that task as often as it has to.
    ///
    /// @return the value
    /// @throws Exception what went wrong, as it was thrown
    /// @throws CancelledError if the calling task was cancelled while it was suspended here
    T await() throws Exception;
}
