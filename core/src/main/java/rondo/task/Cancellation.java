package rondo.task;

import org.jspecify.annotations.Nullable;

/// A request to cancel: what for, and by whom.
///
/// @param message the canceller's own words, or null
/// @param by who cancelled, which its `toString` says in words: a task, a callback, a timeout
record Cancellation(@Nullable String message, Object by) {
    CancelledError error() {
        return new CancelledError(message, by);
    }
}
