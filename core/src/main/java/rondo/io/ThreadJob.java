package rondo.io;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;
import rondo.loop.LoopStep;
import rondo.task.CancelWalk;
import rondo.task.Future;

/// A job on a helper thread, and the loop's future of its end (asyncio's pool future, chained to a loop future).
///
/// @param <T> what it gives
final class ThreadJob<T extends @Nullable Object> extends Future<T> {
    private enum Stage {
        WAITING,
        STARTED,
        WITHDRAWN
    }

    private final Callable<? extends T> body;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING); // any thread

    ThreadJob(EventLoop loop, Callable<? extends T> body) {
        super(loop);
        this.body = body;
    }

    /// Hands the job over. Until its end has reached the loop it counts as work outside, cancelled or not: it
    /// may still call in.
    void submitTo(Executor executor) {
        loop().outsideWorkStarted();
        try {
            executor.execute(this::run);
        } catch (Throwable e) {
            loop().outsideWorkEnded();
            throw e;
        }
    }

    /// Called on the helper thread.
    private void run() {
        if (!stage.compareAndSet(Stage.WAITING, Stage.STARTED)) {
            return;
        }
        LoopStep end;
        try {
            T value = body.call();
            end = () -> setResult(value);
        } catch (Throwable e) {
            end = () -> setException(e);
        }
        deliver(end);
    }

    private void deliver(LoopStep end) {
        LoopStep arrival = () -> {
            loop().outsideWorkEnded();
            if (!done()) {
                end.run();
            }
        };
        try {
            loop().callSoonThreadsafe(arrival);
        } catch (LoopClosedException e) {
            // whoever waited for this ended with the loop; asyncio drops the outcome too
        }
    }

    /// Becomes cancelled at once; the job is withdrawn a tick later, unless it has begun by then.
    @Override
    protected boolean onCancel(CancelWalk walk) {
        if (done()) {
            return false;
        }
        loop().callSoon((LoopStep) this::withdraw);
        return super.onCancel(walk);
    }

    private void withdraw() {
        if (stage.compareAndSet(Stage.WAITING, Stage.WITHDRAWN)) {
            loop().outsideWorkEnded();
        }
    }
}
