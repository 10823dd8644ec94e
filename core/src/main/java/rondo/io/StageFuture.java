package rondo.io;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;
import rondo.loop.LoopStep;
import rondo.task.CancelWalk;
import rondo.task.Future;

/// The loop's future of a stage that ends elsewhere (asyncio's `wrap_future`).
///
/// @param <T> the value
final class StageFuture<T extends @Nullable Object> extends Future<T> {
    private final CompletionStage<? extends T> source;
    private boolean counted; // loop thread only: as work outside the loop

    StageFuture(EventLoop loop, CompletionStage<? extends T> source) {
        super(loop);
        this.source = source;
    }

    void follow() {
        if (!(source instanceof ThreadsideFuture<?> threadside && threadside.loop() == loop())) {
            counted = true;
            loop().outsideWorkStarted();
        }
        source.whenComplete(this::arrive);
    }

    /// Called on whichever thread ends the stage.
    private void arrive(@Nullable T value, @Nullable Throwable error) {
        if (EventLoop.currentOrNull() == loop()) {
            ended(value, error);
            return;
        }
        try {
            loop().callSoonThreadsafe((LoopStep) () -> ended(value, error));
        } catch (LoopClosedException e) {
            // whoever waited for this ended with the loop; asyncio drops the outcome too
        }
    }

    @SuppressWarnings("NullAway") // without an error the value is the stage's own, which is null only if T permits it
    private void ended(@Nullable T value, @Nullable Throwable error) {
        countOut();
        if (done()) {
            return;
        }
        if (error instanceof CancellationException) {
            cancel(null, "the stage it waited for, which was cancelled");
        } else if (error != null) {
            setException(unwrap(error));
        } else {
            setResult(value);
        }
    }

    private static Throwable unwrap(Throwable error) {
        Throwable inner = error;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /// Becomes cancelled at once; the stage is cancelled in a callback, since that may run code of the user's.
    @Override
    protected boolean onCancel(CancelWalk walk) {
        if (done()) {
            return false;
        }
        countOut();
        loop().callSoon(this::cancelSource, null);
        return super.onCancel(walk);
    }

    private void cancelSource() {
        try {
            source.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException e) {
            // a stage that nobody but its maker can end
        }
    }

    private void countOut() {
        if (counted) {
            counted = false;
            loop().outsideWorkEnded();
        }
    }
}
