package rondo.task;

import org.jspecify.annotations.Nullable;

/// The requests to cancel one task: how many are outstanding, and what becomes of the last one.
///
/// A task has none until somebody cancels it. Loop thread only.
final class CancelRequests {
    private int outstanding; // those made, less those taken back
    private @Nullable Cancellation last; // that did not go on to what the task waits for
    private boolean undelivered; // the last one has not been thrown

    void count() {
        outstanding++;
    }

    int outstanding() {
        return outstanding;
    }

    /// Takes back one request. At zero one that was not delivered yet is withdrawn.
    ///
    /// @return how many are left; never below 0
    int takeBack() {
        if (outstanding > 0 && --outstanding == 0) {
            undelivered = false;
        }
        return outstanding;
    }

    /// Keeps a request for the task's next step.
    void leave(Cancellation cancellation) {
        last = cancellation;
        undelivered = true;
    }

    /// Delivers a request, if there is one, by cancelling the future that the task is about to wait for.
    void passTo(Future<?> future) {
        if (undelivered && last != null && future.cancel(last)) {
            undelivered = false;
        }
    }

    /// {@return the request that has not been delivered, which counts as delivered now; null if there is none}
    @Nullable Cancellation take() {
        boolean found = undelivered;
        undelivered = false;
        return found ? last : null;
    }

    /// {@return the last request, delivered or not, that did not go on to what the task waits for; null if there was
    /// none}
    @Nullable Cancellation last() {
        return last;
    }
}
