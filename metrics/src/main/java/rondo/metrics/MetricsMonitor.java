package rondo.metrics;

import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;
import rondo.loop.LoopMonitor;

/// Measures every loop of a process that was started with `-Drondo.metrics=true`; otherwise it does nothing.
///
/// The loops that run when it begins, a moment after the first has started, are measured from then on.
public final class MetricsMonitor implements LoopMonitor {
    /// Creates the monitor, which does nothing yet.
    public MetricsMonitor() {}

    @Override
    public void prepare() {
        if (!Boolean.getBoolean("rondo.metrics")) {
            return;
        }
        EventLoop.atStart(LoopMetrics::on);
        for (EventLoop loop : EventLoop.allRunning()) {
            try {
                loop.callSoonThreadsafe(() -> LoopMetrics.on(loop));
            } catch (LoopClosedException _) {
                // it ends just now
            }
        }
    }

    @Override
    public void watch() {
        // the loops measure themselves
    }
}
