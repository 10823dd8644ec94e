package rondo.metrics;

import rondo.loop.EventLoop;
import rondo.loop.LoopMonitor;

/// Measures every loop of a process that was started with `-Drondo.metrics=true`; otherwise it does nothing.
///
/// The loops that run when it begins, a moment after the first has started, are measured from then on.
public final class MetricsMonitor implements LoopMonitor {
    /// Creates the monitor, which does nothing yet.
    public MetricsMonitor() {}

    @Override
    public void prepare() {
        if (Boolean.getBoolean("rondo.metrics")) {
            EventLoop.atStart(LoopMetrics::on);
            EventLoop.callSoonInAllRunning(loop -> () -> LoopMetrics.on(loop));
        }
    }

    @Override
    public void watch() {
        // the loops measure themselves
    }
}
