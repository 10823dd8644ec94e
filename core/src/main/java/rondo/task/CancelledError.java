package rondo.task;

import org.jspecify.annotations.Nullable;

/// Thrown at the await at which a task is cancelled (asyncio's `CancelledError`).
///
/// An `Error`, so that `catch (Exception e)` does not eat it, as asyncio moved it out of `Exception`. Catch it
/// only to clean up, and rethrow it; `finally` is better.
public final class CancelledError extends Error {
    private static final long serialVersionUID = 1L;

    /// What the canceller said, or null.
    private final @Nullable String cancelMessage;

    /// Who cancelled, in words, or null when it was thrown by hand.
    private final @Nullable String cancelledBy;

    private final transient @Nullable Object canceller; // the same, itself

    /// Creates an error without a message.
    public CancelledError() {
        this(null);
    }

    /// Creates an error.
    ///
    /// @param message what for, or null
    public CancelledError(@Nullable String message) {
        this(message, null);
    }

    CancelledError(@Nullable String message, @Nullable Object by) {
        this(message, by, by == null ? null : by.toString());
    }

    private CancelledError(@Nullable String message, @Nullable Object by, @Nullable String words) {
        super(text(message, words));
        this.cancelMessage = message;
        this.cancelledBy = words;
        this.canceller = by;
    }

    private static @Nullable String text(@Nullable String message, @Nullable String by) {
        if (by == null) {
            return message;
        }
        return message == null ? "cancelled by " + by : "cancelled by " + by + ": " + message;
    }

    /// {@return what the canceller passed to `cancel`, or null}
    public @Nullable String cancelMessage() {
        return cancelMessage;
    }

    /// {@return who cancelled: a task, a callback, a timeout; null when nobody did and it was thrown by hand,
    /// or when it was read a second time}
    public @Nullable String cancelledBy() {
        return cancelledBy;
    }

    /// {@return who cancelled, as the very object that [Future#cancel(String, Object)] was given, by which a
    /// combinator knows its own cancel from others'; null where [#cancelledBy()] is, and once deserialised}
    public @Nullable Object canceller() {
        return canceller;
    }
}
