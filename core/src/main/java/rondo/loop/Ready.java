package rondo.loop;

/// What can stand in the ready queue: a callback, a coroutine's next step, or a strand that a blocking call has
/// let go.
public abstract sealed class Ready permits Handle, Coroutine, Strand {
    Ready() {}
}
