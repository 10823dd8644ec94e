package rondo.io;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;
import rondo.loop.LoopStep;
import rondo.task.Future;

/// Reads a `Flow.Publisher` item by item, from one task at a time.
///
/// An item is asked for only when it is wanted, so a slow reader slows the publisher down. Loop thread only;
/// use it in a `try (...)`, which cancels the subscription.
///
/// @param <T> the items
public final class FlowReader<T> implements Iterator<T>, AutoCloseable {
    private final EventLoop loop;

    // Loop thread only.
    private Flow.@Nullable Subscription subscription;
    private @Nullable T item; // arrived and not yet read
    private @Nullable Throwable error;
    private boolean requested; // one item, which has not arrived
    private boolean ended;
    private boolean closed;
    private @Nullable Future<@Nullable Void> arrival; // what the reading task waits for

    private FlowReader(EventLoop loop) {
        this.loop = loop;
    }

    /// {@return a reader, subscribed to a publisher}
    ///
    /// @param <T> the items
    /// @param publisher where they come from, on whatever thread
    /// @throws IllegalStateException if the calling thread runs no loop
    public static <T> FlowReader<T> of(Flow.Publisher<? extends T> publisher) {
        var reader = new FlowReader<T>(EventLoop.current());
        publisher.subscribe(reader.new Signals());
        return reader;
    }

    /// Suspends the calling task until there is an item, or there will be none.
    ///
    /// A cancel ends the wait; an item that arrives after it is kept for the next call.
    ///
    /// @return whether there is one
    /// @throws IllegalStateException outside a task, or if another task waits here
    @Override
    public boolean hasNext() {
        if (item == null && !ended) {
            awaitSignal();
        }
        Throwable failure = error;
        if (item == null && failure != null) {
            error = null;
            var failed = new Future<@Nullable Void>(loop);
            failed.setException(failure);
            failed.await(); // throws it as it is
        }
        return item != null;
    }

    /// Gives the next item, waiting for it as [#hasNext()] does.
    ///
    /// @throws NoSuchElementException if the publisher has ended
    @Override
    public T next() {
        T next = hasNext() ? item : null;
        if (next == null) {
            throw new NoSuchElementException("the publisher has ended; ask hasNext first");
        }
        item = null;
        return next;
    }

    private void awaitSignal() {
        if (arrival != null) {
            throw new IllegalStateException("another task waits for the next item; a reader serves one task at a time");
        }
        var waiting = new Future<@Nullable Void>(loop);
        arrival = waiting;
        loop.outsideWorkStarted();
        try {
            if (!requested) {
                requested = true;
                requestIfSubscribed();
            }
            waiting.await();
        } finally {
            loop.outsideWorkEnded();
            arrival = null;
        }
    }

    private void requestIfSubscribed() {
        if (subscription != null && requested && !closed) {
            subscription.request(1);
        }
    }

    /// Cancels the subscription. An item that was not read is dropped.
    @Override
    public void close() {
        closed = true;
        ended = true;
        item = null;
        if (subscription != null) {
            subscription.cancel();
        }
        signal();
    }

    private void signal() {
        if (arrival != null && !arrival.done()) {
            arrival.setResult(null);
        }
    }

    /// What the publisher calls, on whatever thread; each call goes to the loop.
    private final class Signals implements Flow.Subscriber<T> {
        @Override
        public void onSubscribe(Flow.Subscription given) {
            Objects.requireNonNull(given);
            onLoop(() -> subscribed(given)); // a callback: it calls the publisher
        }

        @Override
        public void onNext(T next) {
            Objects.requireNonNull(next);
            onLoop((LoopStep) () -> {
                requested = false;
                if (!closed) {
                    item = next;
                    signal();
                }
            });
        }

        @Override
        public void onError(Throwable failure) {
            Objects.requireNonNull(failure);
            onLoop((LoopStep) () -> end(failure));
        }

        @Override
        public void onComplete() {
            onLoop((LoopStep) () -> end(null));
        }

        private void subscribed(Flow.Subscription given) {
            if (closed || subscription != null) {
                given.cancel();
                return;
            }
            subscription = given;
            requestIfSubscribed();
        }

        private void end(@Nullable Throwable failure) {
            if (!ended) {
                error = failure;
                ended = true;
                signal();
            }
        }

        private void onLoop(Runnable signal) {
            try {
                loop.callSoonThreadsafe(signal);
            } catch (LoopClosedException e) {
                // the reader ended with its loop
            }
        }
    }
}
