package rondo.loop;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A callback that has been scheduled (asyncio's `Handle`).
///
/// Belongs to the loop's thread, like the loop.
public sealed class Handle extends Ready permits TimerHandle {
    final EventLoop loop;
    private @Nullable Runnable callback; // null once cancelled
    private final @Nullable Context context;

    @Nullable Throwable whereScheduled; // debug mode: where

    Handle(EventLoop loop, Runnable callback, @Nullable Context context) {
        this.loop = loop;
        this.callback = Objects.requireNonNull(callback, "the callback is null");
        this.context = context;
    }

    /// Withdraws the callback: it will not run. Does nothing the second time, or when the callback has run
    /// already.
    ///
    /// @throws IllegalStateException if called from another thread, which can have the loop do it:
    /// `loop.callSoonThreadsafe(handle::cancel)`
    public void cancel() {
        loop.checkTurn();
        callback = null;
    }

    /// {@return whether [#cancel()] was called}
    public final boolean cancelled() {
        return callback == null;
    }

    /// {@return whether the loop may run it on its own bare stack: a [LoopStep], or nothing any more}
    final boolean isLoopStep() {
        return callback == null || callback instanceof LoopStep;
    }

    @Override
    public final Object subject() {
        Runnable todo = callback;
        return todo == null ? this : todo;
    }

    @Override
    public final @Nullable Object cause() {
        return callback instanceof Consequence consequence ? consequence.cause() : null;
    }

    final @Nullable Context context() {
        return context;
    }

    /// {@return a handle for one more run of what this one stands for}
    final Handle again() {
        var handle = new Handle(loop, this::run, context); // which does nothing once this one is cancelled
        handle.whereScheduled = whereScheduled;
        return handle;
    }

    final void run() {
        Runnable todo = callback;
        if (todo != null) {
            todo.run();
        }
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + (callback == null ? "cancelled" : callback) + "]";
    }
}
