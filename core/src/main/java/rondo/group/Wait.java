package rondo.group;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import rondo.loop.LoopStep;
import rondo.loop.TimerHandle;
import rondo.task.Dependent;
import rondo.task.Future;
import rondo.task.Scope;
import rondo.task.Task;

/// Waits for some or all of a set of futures and leaves them as they are: asyncio's `wait`.
///
/// Takes futures and tasks only, never bodies. The name is not `wait` because `Object.wait` would hide it.
public final class Wait {
    private Wait() {}

    /// Waits until the condition holds and tells what is done and what is not.
    ///
    /// Always suspends for at least one iteration of the loop, even if the condition holds already. A cancel of
    /// the calling task is thrown here and leaves the futures alone. Errors in the futures are not thrown.
    ///
    /// @param when when to go on
    /// @param futures what to wait for; repeats count once
    /// @param <T> what the futures have in common
    /// @return what is done at that moment, possibly several, and what is not
    /// @throws IllegalArgumentException if there is no future, or one belongs to another loop
    /// @throws IllegalStateException if no task of a running loop calls
    @SafeVarargs
    @SuppressWarnings("varargs") // read only
    public static <T extends @Nullable Object> WaitResult<T> waitUntil(When when, Future<? extends T>... futures) {
        return waitUntil(when, Arrays.asList(futures));
    }

    /// Waits until the condition holds and tells what is done and what is not.
    ///
    /// Suspends and is cancelled as [#waitUntil(When, Future...)].
    ///
    /// @param when when to go on
    /// @param futures what to wait for; repeats count once
    /// @param <T> what the futures have in common
    /// @return what is done at that moment, possibly several, and what is not
    public static <T extends @Nullable Object> WaitResult<T> waitUntil(
            When when, Collection<? extends Future<? extends T>> futures) {
        return new Waiting<T>(when, futures).result(null);
    }

    /// Waits until the condition holds or the time is up, and tells what is done and what is not.
    ///
    /// Suspends and is cancelled as [#waitUntil(When, Future...)]. Time running out is no error and cancels
    /// nothing.
    ///
    /// @param when when to go on
    /// @param timeout the longest to wait; zero or less waits for one iteration
    /// @param futures what to wait for; repeats count once
    /// @param <T> what the futures have in common
    /// @return what is done at that moment, possibly several, and what is not
    @SafeVarargs
    @SuppressWarnings("varargs") // read only
    public static <T extends @Nullable Object> WaitResult<T> waitUntil(
            When when, Duration timeout, Future<? extends T>... futures) {
        return waitUntil(when, timeout, Arrays.asList(futures));
    }

    /// Waits until the condition holds or the time is up, and tells what is done and what is not.
    ///
    /// Suspends and is cancelled as [#waitUntil(When, Future...)]. Time running out is no error and cancels
    /// nothing.
    ///
    /// @param when when to go on
    /// @param timeout the longest to wait; zero or less waits for one iteration
    /// @param futures what to wait for; repeats count once
    /// @param <T> what the futures have in common
    /// @return what is done at that moment, possibly several, and what is not
    public static <T extends @Nullable Object> WaitResult<T> waitUntil(
            When when, Duration timeout, Collection<? extends Future<? extends T>> futures) {
        return new Waiting<T>(when, futures).result(timeout);
    }

    /// One call: counts the futures down and wakes the caller.
    private static final class Waiting<T extends @Nullable Object> extends Dependent {
        // loop thread only
        private final When when;
        private final SequencedSet<Future<? extends T>> futures;
        private final Task<?> caller = Task.current();
        private final Future<@Nullable Void> woken = new Future<>(caller.loop());
        private int left;

        Waiting(When when, Collection<? extends Future<? extends T>> futures) {
            this.when = Objects.requireNonNull(when, "when to return is null; use When.ALL_COMPLETED");
            this.futures = new LinkedHashSet<>(futures);
            this.left = this.futures.size();
            if (left == 0) {
                throw new IllegalArgumentException("there is no future to wait for; give at least one");
            }
            this.futures.forEach(future -> Children.requireOf(caller.loop(), future));
        }

        WaitResult<T> result(@Nullable Duration timeout) {
            TimerHandle timer = timeout == null ? null : caller.loop().callLater(timeout, (LoopStep) this::wake);
            futures.forEach(future -> future.addDependent(this));
            try {
                Scope.around("wait", futures, woken);
            } finally {
                if (timer != null) {
                    timer.cancel();
                }
                futures.forEach(future -> future.removeDependent(this));
            }
            return split();
        }

        @Override
        protected void completed(Future<?> future) {
            left--;
            if (left <= 0
                    || when == When.FIRST_COMPLETED
                    || (when == When.FIRST_EXCEPTION && !future.cancelled() && future.exception() != null)) {
                wake();
            }
        }

        private void wake() {
            if (!woken.done()) {
                woken.setResult(null);
            }
        }

        @Override
        protected Future<?> awaiter() {
            return caller;
        }

        private WaitResult<T> split() {
            SequencedSet<Future<? extends T>> done = new LinkedHashSet<>();
            SequencedSet<Future<? extends T>> pending = new LinkedHashSet<>();
            for (Future<? extends T> future : futures) {
                (future.done() ? done : pending).add(future);
            }
            return new WaitResult<>(done, pending);
        }
    }
}
