package rondo.proofs;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import rondo.loop.LoopClosedException;

/// What another thread's future ended with, in a word.
final class Ends {
    private Ends() {}

    static String of(@Nullable CompletableFuture<?> future) {
        if (future == null || !future.isDone()) {
            return "open";
        }
        if (future.isCancelled()) {
            return "cancelled";
        }
        if (!future.isCompletedExceptionally()) {
            return "value";
        }
        Throwable error = future.exceptionNow();
        return error instanceof LoopClosedException ? "closed" : error.toString();
    }
}
