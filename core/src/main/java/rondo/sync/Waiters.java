package rondo.sync;

import org.jspecify.annotations.Nullable;

/// The tasks that wait for one thing, in the order in which they came.
///
/// Waking a waiter never runs its task at once, only queues it: until then the waiter is done but still in the
/// line, unless the method says otherwise. Joining, leaving and waking take the same time wherever in the line they
/// happen, and however many before are done.
final class Waiters {
    // loop thread only
    private @Nullable Waiter first;
    private @Nullable Waiter last;
    private @Nullable Waiter open; // all before it are done; null if all are
    private int size;

    /// Suspends the calling task at the end of the line until its waiter is woken, and leaves the line
    /// whatever happens.
    void awaitTurn(Waiter waiter) {
        join(waiter);
        try {
            waiter.await();
        } finally {
            leave(waiter);
        }
    }

    /// Suspends the calling task at the end of the line until its waiter is dismissed, and leaves the line
    /// itself only if that fails.
    void awaitDismissal(Waiter waiter) {
        join(waiter);
        try {
            waiter.await();
        } catch (Throwable e) {
            leave(waiter);
            throw e;
        }
    }

    private void join(Waiter waiter) {
        waiter.before = last;
        if (last == null) {
            first = waiter;
        } else {
            last.after = waiter;
        }
        last = waiter;
        if (open == null) {
            open = waiter;
        }
        size++;
    }

    /// Does nothing if it is not in the line.
    @SuppressWarnings("ReferenceEquality") // a waiter is itself only
    private void leave(Waiter waiter) {
        Waiter before = waiter.before;
        Waiter after = waiter.after;
        if (before == null && first != waiter) {
            return;
        }
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        if (open == waiter) {
            open = after;
        }
        waiter.before = null;
        waiter.after = null;
        size--;
    }

    /// {@return whether somebody in the line is still to go on: woken already or not, but not cancelled}
    boolean anyLive() {
        for (Waiter waiter = first; waiter != null; waiter = waiter.after) {
            if (!waiter.cancelled()) {
                return true;
            }
        }
        return false;
    }

    /// Wakes the head of the line; nobody if the head is done already.
    void wakeHead() {
        Waiter head = first;
        if (head != null && !head.done()) {
            head.wake();
        }
    }

    /// Wakes the first that is not done, if any.
    ///
    /// @return whether there was one
    boolean wakeNext() {
        return wake(1) == 1;
    }

    /// Wakes all that are not done.
    void wakeAll() {
        wake(Integer.MAX_VALUE);
    }

    /// Wakes the first `limit` that are not done; none if it is zero or negative.
    ///
    /// @return how many
    int wake(int limit) {
        int woken = 0;
        Waiter waiter = open;
        while (waiter != null && woken < limit) {
            if (!waiter.done()) {
                waiter.wake();
                woken++;
            }
            waiter = waiter.after;
        }
        open = waiter;
        return woken;
    }

    /// Wakes the first that is not done and takes it out of the line, with the done ones before it.
    ///
    /// @return whether there was one
    boolean dismissNext() {
        for (Waiter waiter = first; waiter != null; waiter = first) {
            leave(waiter);
            if (!waiter.done()) {
                waiter.wake();
                return true;
            }
        }
        return false;
    }

    void dismissAll() {
        while (dismissNext()) {
            // the next one
        }
    }

    int size() {
        return size;
    }

    /// {@return the end of a primitive's description: how many wait, or nothing}
    String describe() {
        return size == 0 ? "" : ", waiters " + size;
    }
}
