package rondo.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.task.Task;

/// Runs simulations on a thread of their own, while the caller waits and sees to it that none takes longer than
/// its limit of real time.
final class Guard<T> {
    private static final long STACK_BYTES = 16L << 20;
    private static final int LOOKS_PER_LIMIT = 4;
    private static final long SHORTEST_LOOK_NANOS = 1_000_000;

    /// What runs now; a new object for each run. Any thread.
    private final AtomicReference<@Nullable EventLoop> running = new AtomicReference<>();

    private final CompletableFuture<T> result = new CompletableFuture<>(); // any thread

    /// What to run under a guard.
    @FunctionalInterface
    interface Guarded<T> {
        T run(Guard<T> guard) throws Exception;
    }

    private Guard() {}

    void begins(EventLoop loop) {
        running.setRelease(loop);
    }

    void ends() {
        running.setRelease(null);
    }

    /// Has the caller go on with an error, although the run has not ended: it cannot. Any thread.
    void giveUp(Error error) {
        result.completeExceptionally(error);
    }

    /// Runs something that begins and ends runs, and waits for it.
    static <T> T guard(Duration limit, Guarded<T> guarded) {
        Task<?> within = Task.currentOrNull();
        if (within != null) {
            throw new IllegalStateException("a simulation runs within a task, '" + within.name()
                    + "', and would block its loop; start it outside of any loop, or by toThread");
        }
        var guard = new Guard<T>();
        Thread thread = new Thread(null, () -> guard.complete(guarded), "rondo-simulation", STACK_BYTES, false);
        thread.setDaemon(true);
        thread.start();
        try {
            return guard.await(thread, limit);
        } catch (ExecutionException e) {
            thread.interrupt(); // it has ended, unless it was given up
            throw SimulatedRun.<RuntimeException>raise(Objects.requireNonNull(e.getCause()));
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new HangError("the simulation was interrupted from outside", List.of(thread.getStackTrace()));
        }
    }

    private void complete(Guarded<T> guarded) {
        try {
            result.complete(guarded.run(this));
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    private T await(Thread thread, Duration limit) throws InterruptedException, ExecutionException {
        EventLoop last = null;
        int looks = 0;
        long look = Math.max(SHORTEST_LOOK_NANOS, limit.toNanos() / LOOKS_PER_LIMIT);
        while (true) {
            try {
                return result.get(look, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                EventLoop now = running.getAcquire();
                looks = now != null && now == last ? looks + 1 : 0;
                last = now;
                if (now != null && looks >= LOOKS_PER_LIMIT) {
                    throw hang(now, thread, limit);
                }
            }
        }
    }

    private static HangError hang(EventLoop loop, Thread thread, Duration limit) {
        var stack = List.of(thread.getStackTrace());
        var error = new HangError(
                "the run has not ended within " + limit + " of real time; its tasks:\n" + TaskTree.of(loop), stack);
        thread.interrupt();
        return error;
    }
}
