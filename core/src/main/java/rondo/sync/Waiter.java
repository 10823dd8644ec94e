package rondo.sync;

import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.task.Future;

/// One task's place in a line: done when the task may go on, cancelled when the task was cancelled while it
/// waited.
final class Waiter extends Future<@Nullable Void> {
    private final Object primitive; // for messages and the await graph

    @Nullable Waiter before; // in its line

    @Nullable Waiter after; // in its line

    Waiter(EventLoop loop, Object primitive) {
        super(loop);
        this.primitive = primitive;
    }

    void wake() {
        setResult(null);
    }

    @Override
    protected @Nullable Future<?> heldUpBy() {
        return primitive instanceof Lock lock ? lock.holder() : null;
    }

    @Override
    public String toString() {
        return "a turn at " + primitive;
    }
}
