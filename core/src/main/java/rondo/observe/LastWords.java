package rondo.observe;

import java.io.PrintStream;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.TerminalText;
import rondo.task.RunListener;
import rondo.task.Runner;

/// Says at a program's bad end what its tasks were doing: when Ctrl-C ends a hang, and when an error that
/// nobody caught ends it ([#of(Throwable)]). Once, and at most about a hundred lines a loop, of six loops.
///
/// A launcher makes one and has [#attach(EventLoop)] called for every loop that starts.
public final class LastWords implements RunListener {
    private static final String CTRL_C = "INT";
    private static final String CTRL_C_CAME = "had not ended when Ctrl-C came";
    private static final int MOST_OTHERS = 5;

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
        LoopSnapshot seen = LoopSnapshot.asItStands(loop);
        if (!seen.tasks().isEmpty()) {
            failures.put(error, WaitingText.of(seen, "had not ended when the main task failed"));
        }
    }

    @Override
    public void interrupted(EventLoop loop, String signal) {
        if (signal.equals(CTRL_C) && said.compareAndSet(false, true)) {
            say(LoopSnapshot.asItStands(loop), loop);
        }
    }

    @Override
    public void killed(EventLoop loop, String signal) {
        if (signal.equals(CTRL_C) && said.compareAndSet(false, true)) {
            say(LoopSnapshot.of(loop, WaitingText.MOST_TASKS), loop);
        }
    }

    /// The signal is that of one loop; others may be what hangs. They are not asked: one that is blocked would keep
    /// this one waiting.
    private void say(LoopSnapshot seen, EventLoop loop) {
        out.println("rondo: " + WaitingText.of(seen, CTRL_C_CAME));
        EventLoop.allRunning().stream()
                .filter(each -> !each.equals(loop))
                .limit(MOST_OTHERS)
                .map(LoopSnapshot::asItStands)
                .forEach(other -> out.println("rondo: of event loop " + TerminalText.quoted(other.name()) + ", "
                        + WaitingText.of(other, CTRL_C_CAME)));
    }
}
