package rondo.task;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.Handle;
import rondo.loop.LoopStep;

/// A deadline around a piece of a task (asyncio's `timeout` and `Timeout`).
///
/// When it passes, the task is cancelled; at the end of the block that cancellation becomes a
/// [TimeoutException]. The block ends only when its body has: a body that cleans up slowly, or eats the
/// cancellation, takes longer than the timeout.
public final class Timeout {
    private static final String NULL_BODY = "the body of the timeout is null";

    private enum State {
        ACTIVE,
        EXPIRING,
        EXPIRED,
        FINISHED
    }

    private final Task<?> task;
    private final EventLoop loop;
    private final int cancelsBefore;
    private State state = State.ACTIVE;
    private @Nullable Long deadline; // ns of the loop's clock
    private @Nullable Handle timer;

    /// Who cancels a task whose deadline has passed, as [CancelledError#canceller()] gives it.
    ///
    /// @param timeout whose deadline it was
    public record Expiry(Timeout timeout) {
        /// {@return who that is in words, for [CancelledError#cancelledBy()]}
        @Override
        public String toString() {
            return "a timeout in " + timeout.task.label();
        }
    }

    private Timeout(Task<?> task) {
        this.task = task;
        this.loop = task.loop();
        this.cancelsBefore = task.cancelling();
    }

    /// A body that can move its own deadline.
    ///
    /// @param <T> what it gives
    @FunctionalInterface
    public interface Body<T extends @Nullable Object> {
        /// Runs in the calling task.
        ///
        /// @param timeout the scope that it runs in
        /// @return the value
        /// @throws Exception what went wrong, as it was thrown
        T run(Timeout timeout) throws Exception;
    }

    /// Runs a body under a deadline, in the calling task.
    ///
    /// @param <T> what the body gives
    /// @param delay how long it may take; zero and less cancel it at its first suspension
    /// @param body what to run
    /// @return the body's value, also when it ended in spite of the deadline
    /// @throws TimeoutException if the deadline ended the body; its cause is the [CancelledError]
    /// @throws CancelledError if the task was cancelled by somebody else too
    public static <T extends @Nullable Object> T timeout(Duration delay, Awaitable<? extends T> body)
            throws TimeoutException {
        Objects.requireNonNull(body, NULL_BODY);
        return scope(delay, (Body<? extends T>) any -> body.await());
    }

    /// Runs a body under a deadline, in the calling task.
    ///
    /// @param delay how long it may take; zero and less cancel it at its first suspension
    /// @param body what to run
    /// @throws TimeoutException if the deadline ended the body; its cause is the [CancelledError]
    /// @throws CancelledError if the task was cancelled by somebody else too
    public static void timeout(Duration delay, VoidBody body) throws TimeoutException {
        Timeout.<@Nullable Void>scope(delay, any -> VoidBody.awaitable(body).await());
    }

    /// Runs a body under a deadline by the loop's clock (asyncio's `timeout_at`), in the calling task.
    ///
    /// @param <T> what the body gives
    /// @param deadline when it must have ended, by [EventLoop#time()]; null for no deadline yet
    /// @param body what to run, with the scope that can move the deadline
    /// @return the body's value, also when it ended in spite of the deadline
    /// @throws TimeoutException if the deadline ended the body; its cause is the [CancelledError]
    /// @throws CancelledError if the task was cancelled by somebody else too
    public static <T extends @Nullable Object> T at(@Nullable Long deadline, Body<? extends T> body)
            throws TimeoutException {
        return new Timeout(Task.current()).run(deadline, body);
    }

    /// Runs a body under a deadline that it can move, in the calling task.
    ///
    /// @param <T> what the body gives
    /// @param delay how long it may take; null for no deadline yet
    /// @param body what to run, with the scope that can move the deadline
    /// @return the body's value, also when it ended in spite of the deadline
    /// @throws TimeoutException if the deadline ended the body; its cause is the [CancelledError]
    /// @throws CancelledError if the task was cancelled by somebody else too
    public static <T extends @Nullable Object> T scope(@Nullable Duration delay, Body<? extends T> body)
            throws TimeoutException {
        var timeout = new Timeout(Task.current());
        return timeout.run(delay == null ? null : timeout.after(delay), body);
    }

    private long after(Duration delay) {
        return loop.deadline(delay);
    }

    private <T extends @Nullable Object> T run(@Nullable Long until, Body<? extends T> body) throws TimeoutException {
        Objects.requireNonNull(body, NULL_BODY);
        reschedule(until);
        Scope scope = Scope.begin("timeout", List.of());
        T value;
        try {
            value = body.run(this);
        } catch (Throwable e) {
            Throwable raised = leave() ? timedOut(e) : e;
            Scope.end(scope, raised);
            throw Sneaky.raise(raised);
        }
        leave();
        Scope.end(scope, null);
        return value;
    }

    /// {@return the deadline, ns of the loop's clock, or null when there is none}
    public @Nullable Long when() {
        return deadline;
    }

    /// {@return whether the deadline has passed before the block ended}
    public boolean expired() {
        return state == State.EXPIRING || state == State.EXPIRED;
    }

    /// Moves the deadline.
    ///
    /// @param until when, by [EventLoop#time()]; null for none; one that has passed takes effect in the next tick
    /// @throws IllegalStateException if the deadline has passed, or the block has ended, or another thread calls
    public void reschedule(@Nullable Long until) {
        loop.checkTurn();
        if (state != State.ACTIVE) {
            throw new IllegalStateException(
                    "cannot move the deadline: the timeout has " + (expired() ? "expired" : "finished"));
        }
        stopTimer();
        deadline = until;
        if (until != null) {
            LoopStep expiry = this::expire;
            timer = until - loop.time() <= 0 ? loop.callSoon(expiry) : loop.callAt(until, expiry);
        }
    }

    private void expire() {
        state = State.EXPIRING;
        task.cancel(new Cancellation(null, new Expiry(this)));
    }

    private void stopTimer() {
        Handle mine = timer;
        if (mine != null) {
            mine.cancel();
            timer = null;
        }
    }

    /// Ends the block.
    ///
    /// @return whether the deadline, and nobody else, has cancelled the task meanwhile
    private boolean leave() {
        stopTimer();
        if (state != State.EXPIRING) {
            state = State.FINISHED;
            return false;
        }
        state = State.EXPIRED;
        return task.uncancel() <= cancelsBefore;
    }

    /// The error of a block that the deadline has cancelled: a cancellation becomes a timeout, any other error
    /// takes it along.
    private static Throwable timedOut(Throwable error) {
        var timedOut = new TimeoutException("the deadline passed");
        if (error instanceof CancelledError) {
            timedOut.initCause(error);
            return timedOut;
        }
        error.addSuppressed(timedOut);
        return error;
    }

    @Override
    public String toString() {
        String until = deadline == null ? "no deadline" : "deadline " + deadline + " ns";
        return "Timeout[" + state.name().toLowerCase(Locale.ROOT) + (state == State.ACTIVE ? ", " + until : "") + "]";
    }
}
