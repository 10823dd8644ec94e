package rondo.loop;

import org.jspecify.annotations.Nullable;

/// Errors that no caller can catch: those of callbacks and of the loop's own machinery, and the one that ends
/// the run.
///
/// Whoever holds the loop's turn only.
final class UncaughtErrors {
    static {
        isFatal(new AssertionError()); // has the types that it asks for loaded while there is heap for that
    }

    private final EventLoop loop;
    private @Nullable ExceptionHandler handler;
    private @Nullable Error fatal; // leaves runForever
    private boolean unsound;

    UncaughtErrors(EventLoop loop) {
        this.loop = loop;
    }

    void handler(@Nullable ExceptionHandler to) {
        handler = to;
    }

    /// Errors after which no program can be trusted leave the loop: the JVM itself is in trouble.
    static boolean isFatal(Throwable e) {
        return e instanceof OutOfMemoryError || e instanceof InternalError || e instanceof UnknownError;
    }

    void fatal(Throwable e) {
        loop.reserve.release();
        unsound |= isFatal(e);
        if (fatal == null) {
            fatal = e instanceof Error error ? error : new AssertionError(e);
        }
    }

    /// {@return whether the JVM was in trouble once, so that a wake-up may have been lost}
    boolean unsound() {
        return unsound;
    }

    boolean hasFatal() {
        return fatal != null;
    }

    void throwFatal() {
        Error e = fatal;
        if (e != null) {
            fatal = null;
            throw e;
        }
    }

    void ofCallback(Handle handle, Throwable e) {
        if (isFatal(e)) {
            fatal(e);
        } else {
            report(new ErrorReport("exception in callback " + handle, e, "handle", handle)
                    .withSourceTraceback(handle.whereScheduled));
        }
    }

    /// Tells the handler; a tick later if the loop's own machinery reports, which must not run code of users.
    void report(ErrorReport report) {
        if (loop.running() && loop.turn.context() == null) {
            loop.ready.add(new Handle(loop, () -> handle(report), null));
        } else {
            handle(report);
        }
    }

    private void handle(ErrorReport report) {
        ExceptionHandler custom = handler;
        if (custom == null) {
            Log.report(report);
            return;
        }
        try {
            custom.handle(loop, report);
        } catch (Throwable e) {
            if (isFatal(e)) {
                fatal(e);
            }
            e.addSuppressed(
                    report.exception() == null ? new IllegalStateException(report.message()) : report.exception());
            Log.report(new ErrorReport("the exception handler failed on: " + report.message(), e, report.details()));
        }
    }
}
