package rondo.task;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;

/// The run listeners of a loop.
///
/// Any thread.
final class RunListeners {
    private static final long KILL_MILLIS = 5_000; // for a trace of the run; what only prints takes a moment

    private final EventLoop loop;
    private final CopyOnWriteArrayList<RunListener> all = new CopyOnWriteArrayList<>();

    private RunListeners(EventLoop loop) {
        this.loop = loop;
    }

    /// On the loop's thread.
    static RunListeners of(EventLoop loop) {
        return loop.attachment(RunListeners.class, RunListeners::new);
    }

    void add(RunListener listener) {
        all.addIfAbsent(listener); // a launcher adds it whenever the loop starts
    }

    /// A listener that fails must not hide the error that it is told of.
    void tell(Consumer<? super RunListener> event) {
        for (RunListener each : all) {
            try {
                event.accept(each);
            } catch (RuntimeException e) {
                loop.callExceptionHandler(new ErrorReport("a listener for the end of a run failed", e, "loop", loop));
            }
        }
    }

    /// Tells of the end of the process, but does not wait for long.
    void tellOfKill(String signal) {
        Thread tells = Thread.ofPlatform()
                .daemon()
                .name("rondo-last-words")
                .start(() -> all.forEach(each -> each.killed(loop, signal)));
        try {
            tells.join(KILL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
