package rondo.loop;

/// What is told of errors that no caller can catch (asyncio's `set_exception_handler`).
@FunctionalInterface
public interface ExceptionHandler {
    /// Handles one report. Called on the loop, in a coroutine of its own, never at an await: it cannot suspend.
    ///
    /// @param loop the loop on which it happened
    /// @param report what happened
    void handle(EventLoop loop, ErrorReport report);
}
