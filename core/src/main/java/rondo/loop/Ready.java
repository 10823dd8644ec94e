package rondo.loop;

import org.jspecify.annotations.Nullable;

/// What can stand in the ready queue: a callback, a coroutine's next step, or that strands which were let go in a
/// blocking call have come back from it.
public abstract sealed class Ready permits Handle, Coroutine, BlockingCalls.Returned {
    Ready() {}

    /// {@return what runs when its turn comes: a task, a callback, or, where there is nothing more to say,
    /// this}
    public abstract Object subject();

    /// {@return what has queued it by ending, a future; null if nothing did}
    public abstract @Nullable Object cause();
}
