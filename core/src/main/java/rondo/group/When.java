package rondo.group;

/// When [Wait#waitUntil] goes on.
public enum When {
    /// As soon as one future is done, however it ended.
    FIRST_COMPLETED,

    /// As soon as one future has failed, or all are done. A cancelled future has not failed.
    FIRST_EXCEPTION,

    /// When all futures are done.
    ALL_COMPLETED
}
