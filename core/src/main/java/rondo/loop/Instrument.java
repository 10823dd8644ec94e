package rondo.loop;

/// What wants to see a loop at work: a recorder, a meter, a debugger (trio's `Instrument`).
///
/// Every method does nothing by default. They are called on the loop's own stack, in the order in which things
/// happen: they must be short, take no lock that a task could hold, and await nothing. One that throws is taken
/// off the loop and logged; the loop goes on. What a task is doing, `rondo.task.TaskInstrument` says.
public interface Instrument {
    /// A tick begins.
    default void tickBegins() {}

    /// The tick's poll begins.
    ///
    /// @param waitNanos how long it waits at most, ns: 0 if it only looks, negative if it waits without limit
    default void pollBegins(long waitNanos) {}

    /// The tick's poll has ended.
    ///
    /// @param ready how many callbacks of channels and of other threads it has queued
    default void pollEnds(int ready) {}

    /// Timers have expired, and their callbacks are queued.
    ///
    /// @param count how many; positive
    default void timersExpired(int count) {}

    /// The tick runs what is ready now.
    ///
    /// @param size how many callbacks and steps of coroutines these are; may be 0
    default void snapshotBegins(int size) {}

    /// A tick has ended: the next one begins, or the loop has stopped.
    default void tickEnds() {}

    /// A callback of the program begins. Not called for the loop's own ([LoopStep]).
    ///
    /// @param handle the callback
    default void callbackBegins(Handle handle) {}

    /// A callback has ended.
    ///
    /// @param handle the callback
    default void callbackEnds(Handle handle) {}

    /// A coroutine has been created.
    ///
    /// @param coroutine the coroutine
    default void created(Coroutine coroutine) {}

    /// A step of a coroutine has been queued, but for one that its step before has queued by giving way: the end
    /// of that one is told.
    ///
    /// @param coroutine the coroutine
    default void scheduled(Coroutine coroutine) {}

    /// A step of a coroutine begins. One that is started eagerly has its first step inside that of its creator.
    ///
    /// @param coroutine the coroutine
    default void stepBegins(Coroutine coroutine) {}

    /// A step of a coroutine has ended: it is suspended, or it has ended.
    ///
    /// @param coroutine the coroutine
    default void stepEnds(Coroutine coroutine) {}
}
