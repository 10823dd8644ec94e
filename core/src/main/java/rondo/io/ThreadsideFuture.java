package rondo.io;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;
import rondo.task.Future;

/// The side that other threads see of something that a loop works on.
///
/// It never stays open: if the loop is closed first, it fails with a [LoopClosedException]. To wait for it on
/// the loop's own thread would be to wait for oneself, and is refused.
///
/// @param <T> the value
class ThreadsideFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    private final EventLoop loop;
    private volatile boolean copied; // any thread: its outcome comes from the loop

    ThreadsideFuture(EventLoop loop) {
        this.loop = loop;
    }

    final EventLoop loop() {
        return loop;
    }

    /// Has it fail when the loop is closed first. Called once the loop has something to do for it.
    final void failIfLoopCloses() {
        Runnable listener = this::loopClosed;
        loop.atClose(listener);
        var _ = whenComplete((value, error) -> loop.notAtClose(listener));
    }

    void loopClosed() {
        completeExceptionally(new LoopClosedException(loop.options().name()));
    }

    /// Makes one end with the other: the source's outcome is copied here, a cancel here cancels the source. On
    /// the loop's thread.
    final void follow(Future<? extends T> source) {
        source.addDoneCallback(this::copyOutcome);
        var _ = whenComplete((value, error) -> {
            if (isCancelled() && !copied) {
                onLoop(() -> source.cancel("its thread-side future was cancelled"));
            }
        });
    }

    private void copyOutcome(Future<? extends T> source) {
        copied = true;
        if (source.cancelled()) {
            cancel(true);
            return;
        }
        Throwable error = source.exception();
        if (error == null) {
            complete(source.result());
        } else {
            completeExceptionally(error);
        }
    }

    /// Runs something on the loop; not at all if it is closed, since then there is nothing left to be told.
    final void onLoop(Runnable callback) {
        try {
            loop.callSoonThreadsafe(callback);
        } catch (LoopClosedException e) {
            loopClosed();
        }
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        checkMayBlock();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        checkMayBlock();
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        checkMayBlock();
        return super.join();
    }

    private void checkMayBlock() {
        if (!isDone()) {
            checkNotOn(loop);
        }
    }

    static void checkNotOn(EventLoop loop) {
        if (EventLoop.currentOrNull() == loop) {
            throw new IllegalStateException(
                    "waiting here would block " + loop + ", which has to do the work: await the future instead");
        }
    }
}
