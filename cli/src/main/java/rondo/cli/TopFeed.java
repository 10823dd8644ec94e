package rondo.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks at a process again and again on a thread of its own, since it may take long to answer.
final class TopFeed implements Runnable {
    /// The request for all tasks, without stacks.
    static final String ALL = "snapshot 0";

    private static final Duration LEAST_PAUSE = Duration.ofMillis(20);

    /// Asks the process.
    interface Source {
        ProcessView view(String request) throws MonitorRefusal;
    }

    /// What was seen last.
    ///
    /// @param request what was asked for
    /// @param refusal why there was no answer; empty if there was one
    /// @param nanos when
    record Look(String request, ProcessView view, String refusal, long nanos) {}

    private final Source source;
    private final Duration every;
    private volatile String request = ALL; // any thread
    private volatile @Nullable Look latest; // any thread
    private volatile @Nullable Thread runner; // any thread

    TopFeed(Source source, Duration every) {
        this.source = source;
        this.every = every.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : every;
    }

    @Override
    public void run() {
        runner = Thread.currentThread();
        while (!Thread.currentThread().isInterrupted()) {
            look();
            LockSupport.parkNanos(this, every.toNanos());
        }
    }

    private void look() {
        String asked = request;
        try {
            latest = new Look(asked, source.view(asked), "", System.nanoTime());
        } catch (MonitorRefusal e) {
            Look before = latest;
            latest = new Look(
                    asked,
                    before == null ? new ProcessView(List.of()) : before.view(),
                    String.valueOf(e.getMessage()),
                    System.nanoTime());
        }
    }

    @Nullable Look latest() {
        return latest;
    }

    /// Asks for something else from now on, and at once.
    void ask(String next) {
        request = next;
        LockSupport.unpark(runner);
    }

    void stop() {
        Thread mine = runner;
        if (mine != null) {
            mine.interrupt();
        }
    }
}
