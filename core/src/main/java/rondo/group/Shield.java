package rondo.group;

import org.jspecify.annotations.Nullable;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.task.Awaitable;
import rondo.task.CancelledError;
import rondo.task.Dependent;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.VoidBody;

/// Waits for something without passing a cancel on to it: asyncio's `shield`.
public final class Shield {
    private Shield() {}

    /// Awaits; a cancel of the calling task is thrown here, and the inner work runs on untouched.
    ///
    /// A body is made a task. Suspends until the inner future is done; not at all if it is done already. If the
    /// inner future itself is cancelled, that is thrown here too. If it fails after the calling task was
    /// cancelled, nobody waits for it any more: the error goes to the loop's exception handler, once (as in
    /// Python 3.14).
    ///
    /// @param awaitable a body, a task or a future of this loop
    /// @param <T> the type of the value
    /// @return its value; its error is thrown as it is, checked ones included
    /// @throws IllegalStateException if no task of a running loop calls
    /// @throws IllegalArgumentException if the future belongs to another loop
    public static <T extends @Nullable Object> T shield(Awaitable<? extends T> awaitable) {
        EventLoop loop = Task.current().loop();
        Children.requireOf(loop, awaitable);
        Future<? extends T> inner = awaitable instanceof Future<? extends T> future ? future : Task.<T>start(awaitable);
        return inner.done() ? inner.await() : awaitShielded(inner);
    }

    /// Awaits a body without a value; a cancel of the calling task is thrown here, and the body runs on
    /// untouched.
    ///
    /// As [#shield(Awaitable)].
    ///
    /// @param body what to run, as a task of its own
    public static void shield(VoidBody body) {
        shield(VoidBody.awaitable(body));
    }

    private static <T extends @Nullable Object> T awaitShielded(Future<? extends T> inner) {
        Mirror<T> mirror = new Mirror<>(inner);
        inner.addDependent(mirror);
        try {
            return mirror.outer.await();
        } catch (CancelledError cancellation) {
            if (!inner.done()) {
                inner.removeDependent(mirror);
                inner.removeDependent(UNWATCHED);
                inner.addDependent(UNWATCHED);
            }
            throw cancellation;
        }
    }

    /// Ends the outer future as the inner one ended.
    private static final class Mirror<T extends @Nullable Object> extends Dependent {
        private final Future<? extends T> inner;
        private final Future<T> outer;

        Mirror(Future<? extends T> inner) {
            this.inner = inner;
            this.outer = new Future<>(inner.loop());
        }

        @Override
        protected void completed(Future<?> done) {
            if (outer.done()) {
                return; // cancelled: the awaiting task was
            }
            if (inner.cancelled()) {
                outer.cancel(null, "the end of what it shielded, which was cancelled");
                return;
            }
            Throwable error = inner.exception();
            if (error != null) {
                outer.setException(error);
            } else {
                outer.setResult(inner.result());
            }
        }

        @Override
        protected Future<?> awaiter() {
            return outer;
        }
    }

    /// Reports the failure of a future that nobody waits for since its shield was cancelled. One object: a future
    /// has it once.
    private static final Dependent UNWATCHED = new Dependent() {
        @Override
        protected void completed(Future<?> inner) {
            Throwable error = inner.cancelled() ? null : inner.exception();
            if (error != null) {
                report(inner, error);
            }
        }
    };

    private static void report(Future<?> inner, Throwable error) {
        inner.loop()
                .callExceptionHandler(new ErrorReport(
                        "a shielded future failed after its awaiting task was cancelled", error, "future", inner));
    }
}
