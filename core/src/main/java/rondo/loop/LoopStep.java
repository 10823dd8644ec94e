package rondo.loop;

/// A callback that the loop may run on its own bare stack.
///
/// It is short, never blocks, takes no lock that user code could hold, and calls no user code: what wakes a
/// sleeper or counts down a combinator. Any other `Runnable` runs in a coroutine, because a lock that is handed
/// to a suspended coroutine would deadlock a loop that waits for it on its bare thread.
@FunctionalInterface
public interface LoopStep extends Runnable {}
