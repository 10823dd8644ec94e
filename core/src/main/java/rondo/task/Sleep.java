package rondo.task;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopStep;
import rondo.loop.TimerHandle;

/// asyncio's `sleep`.
public final class Sleep {
    private Sleep() {}

    /// Suspends the calling task for a while. Zero or less yields once: everything that is ready runs first.
    ///
    /// A cancel while it sleeps ends the sleep at once.
    ///
    /// @param delay how long, by the loop's clock; it may be longer by what the loop does then
    /// @throws CancelledError if the task is cancelled meanwhile
    /// @throws IllegalStateException if called outside a task
    public static void sleep(Duration delay) {
        Objects.requireNonNull(delay, "the delay is null; use Duration.ZERO to yield once");
        Task<?> task = Task.current();
        if (delay.isNegative() || delay.isZero()) {
            task.steps.yieldStep();
            return;
        }
        var over = new Over(task.loop());
        TimerHandle timer = task.loop().callLater(delay, over);
        try {
            over.await();
        } finally {
            timer.cancel();
        }
    }

    /// Suspends the calling task for a while, as [#sleep(Duration)] does.
    ///
    /// @param <T> the value
    /// @param delay how long, by the loop's clock
    /// @param value what to give then
    /// @return `value`
    public static <T extends @Nullable Object> T sleep(Duration delay, T value) {
        sleep(delay);
        return value;
    }

    /// The end of a sleep, and at once what the timer runs.
    private static final class Over extends Future<@Nullable Void> implements LoopStep {
        Over(EventLoop loop) {
            super(loop);
        }

        @Override
        public void run() {
            if (!done()) {
                setResult(null);
            }
        }

        @Override
        public String toString() {
            return "a sleep";
        }
    }
}
