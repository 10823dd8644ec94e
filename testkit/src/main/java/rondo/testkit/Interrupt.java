package rondo.testkit;

/// What is done to a task at one of its awaits.
public enum Interrupt {
    /// It is cancelled while it waits.
    CANCEL,
    /// It is cancelled when what it waits for has come, and before it goes on.
    CANCEL_WHEN_WOKEN,
    /// It is cancelled, and once more at the next await, in its clean-up.
    CANCEL_TWICE,
    /// It is cancelled, and the request is taken back at once.
    CANCEL_AND_UNCANCEL,
    /// A timeout around it expires.
    TIMEOUT,
    /// The loop is stopped and closed under it.
    CLOSE_LOOP
}
