package rondo.group;

import org.jspecify.annotations.Nullable;
import rondo.task.CancelledError;
import rondo.task.Future;

/// How a future ended, as a value: what [Gather#gatherOutcomes] gives for each child.
///
/// @param <T> the type of the value
public sealed interface Outcome<T extends @Nullable Object> {
    /// It ended with a value.
    ///
    /// @param value the value
    /// @param <T> the type of the value
    record Value<T extends @Nullable Object>(T value) implements Outcome<T> {}

    /// It failed.
    ///
    /// @param error what it threw, the very object
    /// @param <T> the type of the value that it would have had
    record Failure<T extends @Nullable Object>(Throwable error) implements Outcome<T> {}

    /// It was cancelled.
    ///
    /// @param error the cancellation, with the message if one was stored
    /// @param <T> the type of the value that it would have had
    record Cancelled<T extends @Nullable Object>(CancelledError error) implements Outcome<T> {}

    /// The value, or the error thrown as it is, checked ones included: like [Future#result()].
    ///
    /// @return the value
    default T result() {
        return switch (this) {
            case Value<T>(T value) -> value;
            case Failure<T>(Throwable error) -> throw Sneaky.raise(error);
            case Cancelled<T>(CancelledError error) -> throw error;
        };
    }

    /// How a done future ended; its error counts as seen.
    ///
    /// @param future a future that is done
    /// @param <T> the type of the value
    /// @return its outcome
    /// @throws rondo.task.InvalidStateException if the future is not done
    static <T extends @Nullable Object> Outcome<T> of(Future<? extends T> future) {
        if (future.cancelled()) { // asyncio makes the error anew: the first reader of the future still gets its own
            return new Cancelled<>(new CancelledError(future.cancelMessage()));
        }
        Throwable error = future.exception();
        return error != null ? new Failure<>(error) : new Value<>(future.result());
    }
}
