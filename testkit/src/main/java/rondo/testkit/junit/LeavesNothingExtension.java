package rondo.testkit.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import rondo.loop.EventLoop;
import rondo.task.Task;
import rondo.time.SystemClock;

/// Compares what there is after a test with what there was before. Registered by [LeavesNothing], and by
/// JUnit's autodetection.
public final class LeavesNothingExtension implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace MINE =
            ExtensionContext.Namespace.create(LeavesNothingExtension.class);
    private static final long PATIENCE_MILLIS = 10_000;
    private static final long LOOK_NANOS = 1_000_000;

    /// Creates the extension; JUnit does.
    public LeavesNothingExtension() {}

    /// What there was before the test, and the loops that have run since.
    private record Before(Holdings holdings, List<EventLoop> loops, Consumer<EventLoop> listener) {}

    @Override
    public void beforeEach(ExtensionContext context) {
        var loops = new CopyOnWriteArrayList<EventLoop>();
        Consumer<EventLoop> listener = loops::add;
        context.getStore(MINE).put(Before.class, new Before(Holdings.now(), loops, listener));
        EventLoop.atStart(listener);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Before before = context.getStore(MINE).remove(Before.class, Before.class);
        if (before == null) {
            return; // beforeEach has failed
        }
        EventLoop.notAtStart(before.listener());
        List<String> left = leftBehind(before);
        long deadline = SystemClock.instance().nanos() + TimeUnit.MILLISECONDS.toNanos(patienceMillis(context));
        while (!left.isEmpty() && SystemClock.instance().nanos() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
            left = leftBehind(before);
        }
        if (!left.isEmpty()) {
            throw new AssertionError("the test has left behind:\n  " + String.join("\n  ", left));
        }
    }

    private static long patienceMillis(ExtensionContext context) {
        return context.getConfigurationParameter("rondo.patience.millis", Long::valueOf)
                .orElse(PATIENCE_MILLIS);
    }

    private static List<String> leftBehind(Before before) {
        var left = new ArrayList<String>();
        for (EventLoop loop : before.loops()) {
            if (!loop.closed()) {
                left.add(loop + ", which is not closed" + (loop.running() ? " and still runs" : tasks(loop)));
            }
        }
        left.addAll(Holdings.now().beyond(before.holdings()));
        return left;
    }

    private static String tasks(EventLoop loop) {
        List<Task<?>> tasks = Task.all(loop);
        return tasks.isEmpty() ? "" : ", with its tasks " + tasks;
    }
}
