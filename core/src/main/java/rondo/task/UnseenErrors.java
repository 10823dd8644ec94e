package rondo.task;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import rondo.loop.Context;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;

/// The errors of a loop's failed futures that nobody has asked for yet. Those that are left when the loop is
/// closed are reported then, since a short program ends without a collection.
///
/// Any thread: whoever takes an error out has seen it, or has to report it.
final class UnseenErrors implements AutoCloseable {
    private final EventLoop loop;
    private final Map<UnseenError, Report> left = new ConcurrentHashMap<>();
    private long added; // loop thread only
    private volatile boolean closed; // any thread reads it

    /// What to say of one.
    ///
    /// @param number how many were added before it
    /// @param context the context variables that a task saw; null for a plain future
    record Report(long number, ErrorReport report, @Nullable Context context) {}

    private UnseenErrors(EventLoop loop) {
        this.loop = loop;
        this.closed = loop.closed();
    }

    static UnseenErrors of(EventLoop loop) {
        return loop.attachment(UnseenErrors.class, UnseenErrors::new);
    }

    void add(UnseenError error, ErrorReport report, @Nullable Context context) {
        left.put(error, new Report(added++, report, context));
    }

    void seen(UnseenError error) {
        left.remove(error);
    }

    /// Reports an error whose future was collected, unless it was seen.
    void collected(UnseenError error) {
        if (loop.closed() && !closed) {
            return; // the loop is being closed, which reports what is left
        }
        Report found = left.remove(error);
        if (found == null) {
            return;
        }
        if (loop.closed()) {
            loop.callExceptionHandler(found.report);
        } else {
            loop.callSoonThreadsafe(() -> loop.callSoon(() -> loop.callExceptionHandler(found.report), found.context));
        }
    }

    @Override
    public void close() {
        closed = true; // before it looks: what is collected from now on is reported by whoever takes it out
        left.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().number))
                .filter(entry -> left.remove(entry.getKey(), entry.getValue())) // not reported meanwhile
                .forEach(entry -> loop.callExceptionHandler(entry.getValue().report));
    }
}
