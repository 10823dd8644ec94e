package rondo.task;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// asyncio's `wait_for`.
public final class WaitFor {
    private WaitFor() {}

    /// Awaits something under a deadline. A coroutine runs in the calling task; a future or task is cancelled
    /// when the deadline passes.
    ///
    /// It returns only when the inner work has really ended, so it can take longer than the timeout. With a
    /// timeout of zero or less a coroutine never begins. A cancel of the calling task cancels the inner work
    /// too.
    ///
    /// @param <T> what it gives
    /// @param what the coroutine, future or task
    /// @param timeout how long it may take; null for no limit
    /// @return its value, also when it gave one in spite of the deadline
    /// @throws TimeoutException if the deadline passed first
    /// @throws CancelledError if the calling task was cancelled by somebody else
    public static <T extends @Nullable Object> T waitFor(Awaitable<? extends T> what, @Nullable Duration timeout)
            throws TimeoutException {
        if (timeout == null) {
            return inPlace(what);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            return now(what);
        }
        return Timeout.timeout(timeout, what);
    }

    private static <T extends @Nullable Object> T inPlace(Awaitable<? extends T> what) {
        try {
            return what.await();
        } catch (Exception e) {
            throw Sneaky.raise(e);
        }
    }

    private static <T extends @Nullable Object> T now(Awaitable<? extends T> what) throws TimeoutException {
        Future<? extends T> future = asFuture(what);
        if (future.done()) {
            return future.await(); // done: it does not suspend
        }
        cancelAndWait(future);
        try {
            return future.await(); // done: it does not suspend
        } catch (CancelledError e) {
            var timedOut = new TimeoutException("the deadline had passed at the start");
            timedOut.initCause(e);
            throw timedOut;
        }
    }

    private static <T extends @Nullable Object> Future<? extends T> asFuture(Awaitable<? extends T> what) {
        return what instanceof Future<? extends T> future ? future : Task.start(what);
    }

    /// Cancels a future and waits for its end without being affected by how it ends.
    private static void cancelAndWait(Future<?> future) {
        var ended = new Future<@Nullable Void>(future.loop());
        var dependent = new Dependent() {
            @Override
            protected void completed(Future<?> any) {
                if (!ended.done()) {
                    ended.setResult(null);
                }
            }

            @Override
            protected Future<?> awaiter() {
                return ended;
            }
        };
        future.addDependent(dependent);
        try {
            future.cancel();
            ended.await();
        } finally {
            future.removeDependent(dependent);
        }
    }
}
