package rondo.observe;

import java.io.PrintStream;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.task.RunListener;
import rondo.task.Runner;

/// Says at a program's bad end what its tasks were doing: when Ctrl-C ends a hang, and when an error that
/// nobody caught ends it ([#of(Throwable)]). Once, and at most about a hundred lines.
///
/// A launcher makes one and has [#attach(EventLoop)] called for every loop that starts.
public final class LastWords implements RunListener {
    private static final String CTRL_C = "INT";

    private final PrintStream out;
    private final AtomicBoolean said = new AtomicBoolean(); // any thread
    private final Map<Throwable, String> failures = Collections.synchronizedMap(new WeakHashMap<>()); // any thread

    /// Creates one.
    ///
    /// @param out where to it prints when Ctrl-C comes
    public LastWords(PrintStream out) {
        this.out = out;
    }

    /// Watches how the runs of a loop end. On the loop's thread.
    ///
    /// @param loop the loop
    public void attach(EventLoop loop) {
        Runner.listen(loop, this);
    }

    /// {@return what the tasks were doing that had not ended when an error left the main task; null if there
    /// were none, or the error came from elsewhere}
    ///
    /// @param error what a run has thrown
    public @Nullable String of(Throwable error) {
        return failures.get(error);
    }

    @Override
    public void failed(EventLoop loop, Throwable error) {
        LoopSnapshot seen = LoopSnapshot.onLoop(loop);
        if (!seen.tasks().isEmpty()) {
            failures.put(error, WaitingText.of(seen, "had not ended when the main task failed"));
        }
    }

    @Override
    public void interrupted(EventLoop loop, String signal) {
        if (signal.equals(CTRL_C) && said.compareAndSet(false, true)) {
            out.println("rondo: " + WaitingText.of(LoopSnapshot.onLoop(loop), "had not ended when Ctrl-C came"));
        }
    }

    @Override
    public void killed(EventLoop loop, String signal) {
        if (signal.equals(CTRL_C) && said.compareAndSet(false, true)) {
            out.println("rondo: "
                    + WaitingText.of(LoopSnapshot.of(loop, WaitingText.MOST_TASKS), "had not ended when Ctrl-C came"));
        }
    }
}
