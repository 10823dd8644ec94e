package rondo.io;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;
import rondo.task.Awaitable;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.TaskOptions;

/// Bridges between the loop's futures and the JDK's (asyncio's `wrap_future` and `run_coroutine_threadsafe`).
public final class Stages {
    private Stages() {}

    /// Suspends the calling task until a stage has ended, on whichever thread that happens. A stage that has
    /// ended never suspends.
    ///
    /// A cancel of the calling task cancels the stage's `CompletableFuture`: an HTTP request of the JDK's
    /// client, say, is aborted. If the stage itself is cancelled, that is thrown here as a cancellation, as
    /// asyncio does.
    ///
    /// While it is awaited the stage counts as work outside the loop, so virtual time stands still: what only a
    /// timer of the same loop will complete must not be awaited this way in virtual time.
    ///
    /// @param <T> the value
    /// @param stage what to wait for
    /// @return its value
    /// @throws CompletionException never: the stage's own error is thrown as it is, checked or not
    /// @throws IllegalStateException if called outside a task
    public static <T extends @Nullable Object> T await(CompletionStage<? extends T> stage) {
        return Stages.<T>fromCompletionStage(stage).await();
    }

    /// {@return a future of the running loop that ends as a stage does}
    ///
    /// Cancelling it cancels the stage's `CompletableFuture`, where the stage gives one away.
    ///
    /// @param <T> the value
    /// @param stage the stage
    /// @throws IllegalStateException if the calling thread runs no loop
    public static <T extends @Nullable Object> Future<T> fromCompletionStage(CompletionStage<? extends T> stage) {
        Objects.requireNonNull(stage, "the stage is null");
        var future = new StageFuture<T>(EventLoop.current(), stage);
        future.follow();
        return future;
    }

    /// {@return what other threads may wait for, ending as a future does}
    ///
    /// Cancelling it cancels the future, through the loop. Stages that are derived from it without an executor
    /// run on the loop, as callbacks. If the loop is closed first, it fails with a [LoopClosedException]. `get`
    /// and `join` on the loop's own thread are errors as long as it has not ended.
    ///
    /// @param <T> the value
    /// @param future a future or task of the calling thread's loop
    public static <T extends @Nullable Object> CompletableFuture<T> toCompletableFuture(Future<? extends T> future) {
        var result = new ThreadsideFuture<T>(future.loop());
        result.failIfLoopCloses();
        result.follow(future);
        return result;
    }

    /// Has a loop run a coroutine as a task of its own (asyncio's `run_coroutine_threadsafe`). Any thread.
    ///
    /// @param <T> what it gives
    /// @param loop the loop
    /// @param body the coroutine
    /// @return its outcome, as [#toCompletableFuture(Future)] describes; cancelling it cancels the task
    /// @throws LoopClosedException if the loop is closed
    public static <T extends @Nullable Object> CompletableFuture<T> runCoroutineThreadsafe(
            EventLoop loop, Awaitable<? extends T> body) {
        Objects.requireNonNull(body, "the body is null"); // here, and not on the loop, where nobody could catch it
        var result = new ThreadsideFuture<T>(loop);
        loop.callSoonThreadsafe(() -> start(body, result));
        result.failIfLoopCloses();
        return result;
    }

    private static <T extends @Nullable Object> void start(Awaitable<? extends T> body, ThreadsideFuture<T> result) {
        if (result.isDone()) {
            return;
        }
        try {
            result.follow(Task.<T>start(result.loop(), body, TaskOptions.defaults()));
        } catch (Throwable e) {
            result.completeExceptionally(e); // a task factory has failed
            throw e;
        }
    }
}
