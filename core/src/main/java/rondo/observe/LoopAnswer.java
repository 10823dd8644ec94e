package rondo.observe;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;
import rondo.loop.LoopStep;

/// What a loop says when another thread asks it something.
final class LoopAnswer {
    private static final long LIMIT_MILLIS = 200;

    private LoopAnswer() {}

    /// Asks a loop, and waits for its answer for a moment. Any thread but the loop's own.
    ///
    /// @param loop the loop
    /// @param question what to find out on its thread, as a [LoopStep]
    /// @return the answer; null if the loop does not give one in time, since a task blocks it, or if it
    /// ends just now
    static <T> @Nullable T of(EventLoop loop, Supplier<? extends @Nullable T> question) {
        var answer = new CompletableFuture<@Nullable T>();
        try {
            loop.callSoonThreadsafe((LoopStep) () -> answer.complete(question.get()));
            return answer.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (LoopClosedException | ExecutionException | TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
