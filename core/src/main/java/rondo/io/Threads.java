package rondo.io;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import rondo.loop.Context;
import rondo.loop.EventLoop;
import rondo.task.Future;
import rondo.task.VoidBody;

/// Work that would block the loop, on helper threads (asyncio's `to_thread` and `run_in_executor`).
///
/// The loop's default executor has at most `min(32, cpus + 4)` platform threads; further jobs wait in a queue
/// without a bound, as in asyncio. A runner that closes waits up to 300 s for jobs that still run, while its
/// loop goes on, and warns after that.
public final class Threads {
    private Threads() {}

    /// Runs a body on a helper thread of the loop's default executor, and suspends the calling task until it
    /// has ended (asyncio's `to_thread`). The body sees a copy of the caller's context variables. It is no task
    /// and cannot await.
    ///
    /// A cancel ends the wait at once. The body does not run if it has not begun; if it has, it goes on and its
    /// outcome is dropped.
    ///
    /// @param <T> what the body gives
    /// @param body what to run; what it throws is thrown here as it is, checked or not
    /// @return its value
    /// @throws IllegalStateException if called outside a task, or after the default executor was shut down
    public static <T extends @Nullable Object> T toThread(Callable<? extends T> body) {
        Objects.requireNonNull(body, "the body is null");
        Context context = EventLoop.current().currentContext().copy();
        return Threads.<T>runInExecutor(null, () -> context.<T, Exception>callOutside(body::call))
                .await();
    }

    /// Runs a body without a value on a helper thread, as [#toThread(Callable)] does.
    ///
    /// @param body what to run
    public static void toThread(VoidBody body) {
        Objects.requireNonNull(body, "the body is null");
        Threads.<@Nullable Object>toThread(() -> {
            body.run();
            return null;
        });
    }

    /// Hands a body to an executor (asyncio's `run_in_executor`). It sees no context variables.
    ///
    /// Cancelling the future withdraws the body if it has not begun; if it has, it goes on and its outcome is
    /// dropped. What the executor itself throws, as when it rejects the job, is thrown here.
    ///
    /// @param <T> what the body gives
    /// @param executor where to run it; null for the running loop's default executor
    /// @param body what to run
    /// @return the future of its end, on the running loop
    /// @throws IllegalStateException if the calling thread runs no loop, or after the default executor was shut
    /// down
    public static <T extends @Nullable Object> Future<T> runInExecutor(
            @Nullable Executor executor, Callable<? extends T> body) {
        Objects.requireNonNull(body, "the body is null");
        EventLoop loop = EventLoop.current();
        Executor chosen = executor == null ? DefaultExecutor.of(loop).executor() : executor;
        var job = new ThreadJob<T>(loop, body);
        job.submitTo(chosen);
        return job;
    }

    /// Replaces a loop's default executor (asyncio's `set_default_executor`). The loop shuts it down when it is
    /// closed; one that it replaces is left alone.
    ///
    /// @param loop the loop
    /// @param executor the new one
    public static void defaultExecutor(EventLoop loop, ExecutorService executor) {
        DefaultExecutor.of(loop).replaceWith(executor);
    }

    /// Shuts the running loop's default executor down and suspends the calling task until its jobs have ended
    /// (asyncio's `shutdown_default_executor`). A runner does this when it closes.
    ///
    /// @param limit how long to wait, in real time, before a warning is logged and the jobs are left alone;
    /// null for no limit
    public static void shutdownDefaultExecutor(@Nullable Duration limit) {
        DefaultExecutor.of(EventLoop.current()).shutdown(limit);
    }
}
