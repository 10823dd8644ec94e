package rondo.task;

import org.jspecify.annotations.Nullable;

/// A request to cancel: what for, and by whom.
///
/// @param message the canceller's own words, or null
/// @param by who cancelled: a task, a callback, a timeout
record Cancellation(@Nullable String message, String by) {
    CancelledError error() {
        return new CancelledError(message, by);
    }
}
