package rondo.task;

import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;
import rondo.loop.Context;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;

/// The error of a failed future, and a report of it if the future is collected before anybody has asked for it.
final class UnseenError {
    private final Throwable error;
    private volatile boolean seen; // written on the loop, read by the cleaner

    /// Made the first time an error has nobody waiting for it, since a cleaner has a thread.
    private static final class Collected {
        static final Cleaner CLEANER = Cleaner.create();
    }

    UnseenError(Throwable error) {
        this.error = error;
    }

    /// Reports the error should the future be collected with nobody having seen it; of a task with the context
    /// variables that it saw.
    void watch(Future<?> future) {
        EventLoop loop = future.loop();
        String kind = future instanceof Task ? "task" : "future";
        String name = future.toString();
        @Nullable Throwable created = future.creation();
        @Nullable Context context = future instanceof Task<?> task ? task.context() : null;
        Collected.CLEANER.register(future, () -> {
            if (!seen) {
                var report = new ErrorReport(kind + " exception was never retrieved", error, kind, name);
                report(loop, report.withSourceTraceback(created), context);
            }
        });
    }

    private static void report(EventLoop loop, ErrorReport report, @Nullable Context context) {
        if (loop.closed()) {
            loop.callExceptionHandler(report);
        } else {
            loop.callSoonThreadsafe(() -> loop.callSoon(() -> loop.callExceptionHandler(report), context));
        }
    }

    Throwable error() {
        return error;
    }

    void seen() {
        seen = true;
    }
}
