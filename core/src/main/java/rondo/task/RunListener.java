package rondo.task;

import rondo.loop.EventLoop;

/// What wants to know that a run ends badly, while the loop's other tasks still stand where they stood: what
/// tells the user. Every method does nothing by default.
public interface RunListener {
    /// The main task has failed; the others are cancelled next. The loop does not run.
    ///
    /// @param loop the loop
    /// @param error what the main task has thrown
    default void failed(EventLoop loop, Throwable error) {}

    /// A signal has come that cancels the main task; it has not been cancelled yet. On the loop's thread.
    ///
    /// @param loop the loop
    /// @param signal its name, without SIG
    default void interrupted(EventLoop loop, String signal) {}

    /// Another signal has come, which ends the process: within five seconds, or when a third one comes, whatever this
    /// does. On a thread of its own.
    ///
    /// @param loop the loop
    /// @param signal its name, without SIG
    default void killed(EventLoop loop, String signal) {}
}
