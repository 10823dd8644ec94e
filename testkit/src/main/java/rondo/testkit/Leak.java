package rondo.testkit;

/// A way in which the world outside could make two runs of one seed differ.
public enum Leak {
    /// A call that blocks the thread and is no await of Rondo's: `Thread.sleep`, a lock, a socket of the JDK's.
    /// Seen at once on the direct carrier; on the baton carrier only when it lasts, and only outside
    /// explorations.
    BLOCKING_CALL,
    /// A thread made by a task. Its work is not part of the order; `toThread` is, because the loop waits for
    /// it.
    THREAD
}
