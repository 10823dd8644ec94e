package rondo.group;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rondo.loop.TerminalText;
import rondo.task.CancelWalk;
import rondo.task.CancelledError;
import rondo.task.Dependent;
import rondo.task.Future;
import rondo.task.Task;

/// The future that ends when the gathered children have: asyncio's `_GatheringFuture` and the callback that
/// `gather` gives each child.
///
/// One listener and two numbers for any number of children; a child given twice is simply counted twice. It
/// never becomes *cancelled*: a cancellation, its own or a child's, ends it with a [CancelledError] as its
/// exception.
final class Gathering<T extends @Nullable Object, E extends @Nullable Object> extends Future<List<E>> {
    // all fields: loop thread only
    private final List<Future<? extends T>> children;
    private final @Nullable Gather mode; // null: errors are values
    private final Function<Future<? extends T>, E> reader;
    private int ended;
    private boolean cancelRequested;
    private @Nullable String cancelMessage; // the request's own words
    private Object canceller = this; // the request's
    private boolean forgotten; // its outcome is nobody's
    private @Nullable Throwable failure; // the first one, while the others are ending

    private final Dependent listener = new Dependent() {
        @Override
        protected void completed(Future<?> child) {
            childEnded(child);
        }

        @Override
        protected Future<?> awaiter() {
            return Gathering.this;
        }
    };

    private Gathering(
            @Nullable Gather mode, List<Future<? extends T>> children, Function<Future<? extends T>, E> reader) {
        super(children.getFirst().loop());
        this.children = children;
        this.mode = mode;
        this.reader = reader;
    }

    static <T extends @Nullable Object> Gathering<T, T> values(Gather mode, List<Future<? extends T>> children) {
        return new Gathering<T, T>(mode, children, Future::result).attached();
    }

    static <T extends @Nullable Object> Gathering<T, Outcome<T>> outcomes(List<Future<? extends T>> children) {
        return new Gathering<T, Outcome<T>>(null, children, Outcome::of).attached();
    }

    /// Children that are done already count at once, after all others have been attached: this may be done on
    /// return (Python 3.12).
    private Gathering<T, E> attached() {
        List<Future<? extends T>> doneAlready = new ArrayList<>();
        for (Future<? extends T> child : children) {
            if (child.done()) {
                doneAlready.add(child);
            } else {
                child.addDependent(listener);
            }
        }
        doneAlready.forEach(this::childEnded);
        return this;
    }

    private void childEnded(Future<?> child) {
        ended++;
        if (done()) {
            child.markRetrieved(); // LEAVE_RUNNING, after the failure that was thrown
            return;
        }
        if (mode != null && (child.cancelled() || child.exception() != null)) {
            childFailed(child, mode);
        }
        if (ended == children.size() && !done()) {
            finish();
            if (forgotten) {
                markRetrieved();
            }
        }
    }

    private void childFailed(Future<?> child, Gather mode) {
        if (failure != null) {
            keepAlso(child, failure);
            return;
        }
        failure = errorOf(child);
        if (mode == Gather.LEAVE_RUNNING) {
            setException(failure);
        } else if (!cancelRequested) { // otherwise they have been cancelled already
            cancelRest(child);
        }
    }

    private void cancelRest(Future<?> failed) {
        String by = "the gather, since "
                + (failed instanceof Task<?> task ? "task " + TerminalText.quoted(task.name()) : "a future")
                + (failed.cancelled() ? " was cancelled" : " failed");
        for (Future<?> child : children) {
            if (!child.done()) {
                child.cancel(null, by);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very object: it cannot be suppressed in itself
    private static void keepAlso(Future<?> child, Throwable failure) {
        if (!child.cancelled() && child.exception() != failure) {
            failure.addSuppressed(child.exception());
        }
    }

    private void finish() {
        if (failure != null) {
            setException(failure);
        } else if (cancelRequested) {
            children.forEach(Future::markRetrieved);
            setException(cancellationOf(children.getLast()));
        } else {
            List<E> results = new ArrayList<>(children.size());
            for (Future<? extends T> child : children) {
                results.add(reader.apply(child));
            }
            setResult(Collections.unmodifiableList(results));
        }
    }

    private static Throwable errorOf(Future<?> child) {
        Throwable error = child.cancelled() ? null : child.exception();
        return error != null ? error : cancellationOf(child);
    }

    /// What a done child says to a cancellation: the error that ended it, or a new one where it swallowed ours.
    private static CancelledError cancellationOf(Future<?> child) {
        if (!child.cancelled()) {
            return new CancelledError(child.cancelMessage());
        }
        try {
            throw new AssertionError("a cancelled future had a result: " + child.result());
        } catch (CancelledError cancellation) {
            return cancellation;
        }
    }

    @Override
    protected boolean onCancel(CancelWalk walk) {
        if (done()) {
            return false;
        }
        List<Future<? extends T>> live =
                children.stream().filter(child -> !child.done()).toList();
        walk.add(live);
        cancelRequested |= !live.isEmpty();
        cancelMessage = walk.message();
        canceller = walk.canceller();
        return !live.isEmpty();
    }

    /// Nobody reads the outcome any more: the task that awaited this has been cancelled. This is still open if
    /// its children wait for that task, in a ring.
    void forget() {
        forgotten = true;
        markRetrieved();
    }

    /// Cancels the task that awaited this once more, if a cancel has reached the children but an error takes its
    /// place: at its next await, as a [TaskGroup] does it. Otherwise a task that deals with the error would never
    /// hear of the cancel.
    ///
    /// @param awaiting the task, to which the error is being thrown
    void cancelAgain(Task<?> awaiting) {
        if (cancelRequested && mode == Gather.CANCEL_REST && awaiting.cancelling() > 0) {
            awaiting.uncancel(); // keeps the count
            awaiting.cancel(cancelMessage, canceller);
        }
    }

    @Override
    public String toString() {
        return "a gather of " + children.size();
    }
}
