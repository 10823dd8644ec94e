package rondo.sync;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The tasks that wait for one thing, in the order in which they came.
///
/// Waking a waiter never runs its task at once, only queues it: until then the waiter is done but still in the
/// line, unless the method says otherwise.
final class Waiters {
    private final ArrayDeque<Waiter> line = new ArrayDeque<>(2); // loop thread only

    /// Suspends the calling task at the end of the line until its waiter is woken, and leaves the line
    /// whatever happens.
    void awaitTurn(Waiter waiter) {
        line.addLast(waiter);
        try {
            waiter.await();
        } finally {
            leave(waiter);
        }
    }

    /// Suspends the calling task at the end of the line until its waiter is dismissed, and leaves the line
    /// itself only if that fails.
    void awaitDismissal(Waiter waiter) {
        line.addLast(waiter);
        try {
            waiter.await();
        } catch (Throwable e) {
            leave(waiter);
            throw e;
        }
    }

    private void leave(Waiter waiter) {
        line.removeFirstOccurrence(waiter);
    }

    /// {@return whether somebody in the line is still to go on: woken already or not, but not cancelled}
    boolean anyLive() {
        if (line.isEmpty()) {
            return false;
        }
        for (Waiter waiter : line) {
            if (!waiter.cancelled()) {
                return true;
            }
        }
        return false;
    }

    /// Wakes the head of the line; nobody if the head is done already.
    void wakeHead() {
        Waiter head = line.peekFirst();
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
        if (line.isEmpty()) {
            return 0; // without an iterator
        }
        int woken = 0;
        for (Waiter waiter : line) {
            if (woken >= limit) {
                break;
            }
            if (!waiter.done()) {
                waiter.wake();
                woken++;
            }
        }
        return woken;
    }

    /// Wakes the first that is not done and takes it out of the line, with the done ones before it.
    ///
    /// @return whether there was one
    boolean dismissNext() {
        @Nullable Waiter waiter;
        while ((waiter = line.pollFirst()) != null) {
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
        return line.size();
    }

    /// {@return the end of a primitive's description: how many wait, or nothing}
    String describe() {
        return line.isEmpty() ? "" : ", waiters " + line.size();
    }
}
