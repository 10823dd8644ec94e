package rondo.task;

import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;
import rondo.loop.Context;
import rondo.loop.ErrorReport;

/// The error of a failed future, and a report of it if the future is collected, or its loop closed, before anybody
/// has asked for it.
final class UnseenError {
    private final Throwable error;
    private @Nullable UnseenErrors watchedBy; // loop thread only; null if somebody waited for the future

    /// Made the first time an error has nobody waiting for it, since a cleaner has a thread.
    private static final class Collected {
        static final Cleaner CLEANER = Cleaner.create();
    }

    UnseenError(Throwable error) {
        this.error = error;
    }

    /// Has the error reported unless somebody sees it; of a task with the context variables that it saw.
    void watch(Future<?> future) {
        String kind = future instanceof Task ? "task" : "future";
        var report = new ErrorReport(kind + " exception was never retrieved", error, kind, future.toString());
        @Nullable Context context = future instanceof Task<?> task ? task.context() : null;
        UnseenErrors all = UnseenErrors.of(future.loop());
        all.add(this, report.withSourceTraceback(future.creation()), context);
        watchedBy = all;
        Collected.CLEANER.register(future, () -> all.collected(this));
    }

    Throwable error() {
        return error;
    }

    void seen() {
        UnseenErrors all = watchedBy;
        if (all != null) {
            all.seen(this);
            watchedBy = null;
        }
    }
}
