package rondo.group;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.SequencedSet;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopStep;
import rondo.loop.TimerHandle;
import rondo.task.Awaitable;
import rondo.task.Dependent;
import rondo.task.Future;

/// Futures in the order in which they end: asyncio's `as_completed`.
///
/// Iterating gives one awaitable a future; each waits for the *next* one to end and gives its value or throws
/// its error, whichever it is. [#futures()] waits inside the iteration and gives the original futures, done.
/// Both draw on one count, and leaving a loop early cancels nothing: a later loop over the same object goes on
/// where the first one stopped.
///
/// @param <T> what all of them have in common
public final class AsCompleted<T extends @Nullable Object> implements Iterable<Awaitable<T>> {
    // all fields: loop thread only
    private final SequencedSet<Future<? extends T>> children;
    private final Queue<Future<? extends T>> ended = new ArrayDeque<>();
    private final LinkedHashSet<Future<@Nullable Void>> waiters = new LinkedHashSet<>();
    private final EventLoop loop;
    private final @Nullable TimerHandle timer;
    private int running; // children that have not been seen to end; 0 after the time is up
    private int expired; // steps that time took away and that have not been told yet
    private int steps; // iterations still to come

    private AsCompleted(Collection<? extends Awaitable<? extends T>> awaitables, @Nullable Duration timeout) {
        loop = EventLoop.current();
        children = new LinkedHashSet<>(Children.<T>started(loop, awaitables));
        running = children.size();
        steps = running;
        Dependent listener = new Listener();
        children.forEach(child -> child.addDependent(listener));
        timer = timeout == null || running == 0 ? null : loop.callLater(timeout, (LoopStep) () -> expire(listener));
    }

    /// Awaitables in the order in which they end.
    ///
    /// Starts what is not a future yet and does not suspend: awaiting the elements does.
    ///
    /// @param awaitables bodies, tasks or futures of this loop; a future given twice counts once, a body given
    /// twice runs twice
    /// @param <T> what all of them have in common
    /// @return one awaitable an argument
    /// @throws IllegalStateException if no loop runs on this thread
    /// @throws IllegalArgumentException if a future belongs to another loop; nothing has been started then
    @SafeVarargs
    @SuppressWarnings("varargs") // read only
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(Awaitable<? extends T>... awaitables) {
        return new AsCompleted<>(Arrays.asList(awaitables), null);
    }

    /// Awaitables in the order in which they end.
    ///
    /// As [#asCompleted(Awaitable...)].
    ///
    /// @param awaitables bodies, tasks or futures of this loop; read once, in its order
    /// @param <T> what all of them have in common
    /// @return one awaitable an argument
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Collection<? extends Awaitable<? extends T>> awaitables) {
        return new AsCompleted<>(awaitables, null);
    }

    /// Awaitables in the order in which they end, within one time limit for all.
    ///
    /// As [#asCompleted(Awaitable...)]. When the time is up each child that has not ended makes one step throw
    /// [TimeoutException]; those that ended earlier are still delivered first. Nothing is cancelled.
    ///
    /// @param timeout the limit, counted from this call; zero or less is up at the next iteration
    /// @param awaitables bodies, tasks or futures of this loop
    /// @param <T> what all of them have in common
    /// @return one awaitable an argument
    @SafeVarargs
    @SuppressWarnings("varargs") // read only
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Duration timeout, Awaitable<? extends T>... awaitables) {
        return new AsCompleted<>(Arrays.asList(awaitables), timeout);
    }

    /// Awaitables in the order in which they end, within one time limit for all.
    ///
    /// As [#asCompleted(Duration, Awaitable...)].
    ///
    /// @param timeout the limit, counted from this call; zero or less is up at the next iteration
    /// @param awaitables bodies, tasks or futures of this loop; read once, in its order
    /// @param <T> what all of them have in common
    /// @return one awaitable an argument
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Duration timeout, Collection<? extends Awaitable<? extends T>> awaitables) {
        return new AsCompleted<>(awaitables, timeout);
    }

    /// One awaitable for each future still to come. Does not suspend; awaiting an element does.
    ///
    /// Each element can be awaited once, in any order and from any task of the loop: the first await gets the
    /// first future to end. A cancel there is thrown there and loses no result.
    @Override
    public Iterator<Awaitable<T>> iterator() {
        return steps(() -> new Next<>(this));
    }

    /// The original futures, done, in the order in which they end; where an argument was a body, its task.
    ///
    /// `next()` suspends the calling task until one has ended. It throws [TimeoutException] when the time is up
    /// (undeclared, as [Iterator] allows none). A cancel is thrown there and loses no result.
    ///
    /// @return the futures still to come; each loop over it goes on where the last one stopped
    public Iterable<Future<? extends T>> futures() {
        return () -> steps(this::awaitNext);
    }

    private <E> Iterator<E> steps(Supplier<E> step) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return steps > 0;
            }

            @Override
            public E next() {
                if (steps == 0) {
                    throw new NoSuchElementException("all " + children.size() + " futures have been given out");
                }
                steps--;
                return step.get();
            }
        };
    }

    /// asyncio waits in a `Queue` here. Its order holds: a woken waiter may find its result taken by a newcomer
    /// and waits again, last.
    private Future<? extends T> awaitNext() {
        while (ended.isEmpty() && expired == 0) {
            Future<@Nullable Void> waiter = new Future<>(loop);
            waiters.add(waiter);
            try {
                waiter.await();
            } catch (Throwable cancellation) {
                withdraw(waiter);
                throw cancellation;
            }
        }
        Future<? extends T> next = ended.poll();
        if (next == null) {
            expired--;
            throw Sneaky.raise(new TimeoutException("the time was up before the next of " + children.size()
                    + " futures ended; the unfinished ones run on"));
        }
        return next;
    }

    private void withdraw(Future<@Nullable Void> waiter) {
        waiter.cancel();
        waiters.remove(waiter);
        if (!waiter.cancelled() && (!ended.isEmpty() || expired > 0)) {
            wakeOne(); // it had been woken: pass that on
        }
    }

    private void wakeOne() {
        while (!waiters.isEmpty()) {
            Future<@Nullable Void> waiter = waiters.removeFirst();
            if (!waiter.done()) {
                waiter.setResult(null);
                return;
            }
        }
    }

    private void childEnded(Future<? extends T> child) {
        if (running == 0) {
            return; // the time was up first
        }
        running--;
        ended.add(child);
        wakeOne();
        if (running == 0 && timer != null) {
            timer.cancel();
        }
    }

    private void expire(Dependent listener) {
        children.forEach(child -> child.removeDependent(listener));
        expired = running;
        running = 0;
        for (int i = 0; i < expired; i++) {
            wakeOne();
        }
    }

    private final class Listener extends Dependent {
        @Override
        @SuppressWarnings("unchecked") // it listens to the children only
        protected void completed(Future<?> child) {
            childEnded((Future<? extends T>) child);
        }

        @Override
        protected @Nullable Future<?> awaiter() {
            return waiters.isEmpty() ? null : waiters.getFirst();
        }
    }

    /// One step of the plain iteration.
    private static final class Next<T extends @Nullable Object> implements Awaitable<T> {
        private final AsCompleted<T> source;
        private boolean awaited;

        Next(AsCompleted<T> source) {
            this.source = source;
        }

        @Override
        public T await() {
            if (awaited) {
                throw new IllegalStateException("this step was awaited already; take the next element instead");
            }
            awaited = true;
            return source.awaitNext().await(); // done: it does not suspend
        }
    }
}
