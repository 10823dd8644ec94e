package rondo.loop;

/// What the loop does while a task is in a call that blocks its thread outside Rondo (`Thread.sleep`, a lock, a
/// socket of the JDK's).
///
/// The direct carrier alone can choose; on the baton carrier a blocked task keeps the turn, as with [#STALL].
public enum Blocking {
    /// Waits for the task up to the slow limit, then reports the call and lets the others run. The default.
    WAIT,
    /// Waits for the task however long it takes, as asyncio does.
    STALL,
    /// Lets the others run at once: every blocking call is an await.
    YIELD,
    /// Interrupts the call and fails the task with a [BlockingCallException]. For tests. A lock that comes free
    /// within 20 ms does not count.
    FAIL
}
