package rondo.metrics;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;

/// Measures a loop from [#on(EventLoop)] until [#close()] or the loop's own close, and shows the figures as an
/// MXBean meanwhile.
///
/// It costs the loop two readings of its clock a tick, and a few additions a step of a task.
public final class LoopMetrics implements LoopMXBean, AutoCloseable {
    private static final int MOST_OF_ONE_NAME = 1_000;

    private final EventLoop loop;
    private final Meter meter;
    private final AtomicReference<@Nullable ObjectName> name = new AtomicReference<>(); // any thread
    private final Runnable ending = this::unregister;
    private int id = 1; // written before others see this

    private LoopMetrics(EventLoop loop) {
        this.loop = loop;
        this.meter = new Meter(loop);
    }

    /// Begins to measure a loop, and registers the MXBean `rondo:type=Loop,name=NAME`; if another loop of that
    /// name has it, `id=2` and so on is added.
    ///
    /// @param loop the loop, of the calling thread or not running
    /// @return its figures, the same as long as it is measured
    /// @throws IllegalStateException if the MBean server refuses the bean; the loop is not measured then
    public static LoopMetrics on(EventLoop loop) {
        Measured measured = loop.attachment(Measured.class, any -> new Measured());
        LoopMetrics there = measured.metrics;
        if (there != null) {
            return there;
        }
        var metrics = new LoopMetrics(loop);
        metrics.register();
        loop.addInstrument(metrics.meter);
        loop.atClose(metrics.ending);
        measured.metrics = metrics;
        return metrics;
    }

    private static final class Measured {
        @Nullable LoopMetrics metrics; // loop thread only
    }

    private void register() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (int id = 1; id <= MOST_OF_ONE_NAME; id++) {
            try {
                ObjectName free = objectName(id);
                server.registerMBean(this, free);
                name.set(free);
                this.id = id;
                return;
            } catch (InstanceAlreadyExistsException _) {
                // another loop has that name: the next id
            } catch (JMException e) {
                throw new IllegalStateException("the figures of " + loop + " cannot be registered as an MXBean", e);
            }
        }
        throw new IllegalStateException("more than " + MOST_OF_ONE_NAME + " loops are called '"
                + loop.options().name() + "'; close those that are not used, or name them");
    }

    private ObjectName objectName(int id) throws JMException {
        String plain = loop.options().name();
        String quoted = plain.matches("[\\w .-]+") ? plain : ObjectName.quote(plain);
        return new ObjectName("rondo:type=Loop,name=" + quoted + (id == 1 ? "" : ",id=" + id));
    }

    private void unregister() {
        ObjectName mine = name.getAndSet(null);
        if (mine != null) {
            try {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(mine);
            } catch (JMException e) {
                System.getLogger("rondo").log(System.Logger.Level.WARNING, mine + " could not be unregistered", e);
            }
        }
    }

    /// Ends the measuring; the figures stay as they are. Does nothing the second time. On the loop's thread, or
    /// when it does not run.
    @Override
    public void close() {
        loop.removeInstrument(meter);
        loop.notAtClose(ending);
        unregister();
        if (!loop.closed()) {
            loop.attachment(Measured.class, any -> new Measured()).metrics = null;
        }
    }

    /// {@return what tells the loop from the others that are measured: its name, with its number if another one has
    /// that name, `main 2`} A loop that is measured once this one is closed may have the same. Any thread.
    public String label() {
        return id == 1 ? getName() : getName() + " " + id;
    }

    // --- figures ---------------------------------------------------------------------------------

    @Override
    public String getName() {
        return loop.options().name();
    }

    @Override
    public String getCarrier() {
        return loop.carrier();
    }

    @Override
    public long getTicks() {
        return meter.ticks.value();
    }

    @Override
    public long getActiveNanos() {
        return meter.activeNanos.value();
    }

    @Override
    public long getIdleNanos() {
        return meter.idle();
    }

    @Override
    public double getUtilization() {
        double active = getActiveNanos();
        double all = active + getIdleNanos();
        return all == 0 ? 0 : active / all;
    }

    @Override
    public long getPollNanos() {
        return meter.pollNanos.value();
    }

    @Override
    public int getQueueDepth() {
        return (int) meter.queueDepth.value();
    }

    @Override
    public int getTimers() {
        return (int) meter.timers.value();
    }

    @Override
    public long getTimersExpired() {
        return meter.timersExpired.value();
    }

    @Override
    public long getTasksPending() {
        return meter.pending.value();
    }

    @Override
    public long getTasksRunning() {
        return meter.running.value();
    }

    @Override
    public long getTasksAwaiting() {
        return Math.max(0, meter.live.value() - meter.pending.value() - meter.running.value());
    }

    @Override
    public long getTasksCreated() {
        return meter.created.value();
    }

    @Override
    public long getTasksReturned() {
        return meter.returned.value();
    }

    @Override
    public long getTasksFailed() {
        return meter.failed.value();
    }

    @Override
    public long getTasksCancelled() {
        return meter.cancelled.value();
    }

    // --- the delay -------------------------------------------------------------------------------

    @Override
    public long getDelayCount() {
        return meter.delays.histogram().getTotalCount();
    }

    @Override
    public long getDelayMinNanos() {
        return getDelayCount() == 0 ? 0 : meter.delays.histogram().getMinValue();
    }

    @Override
    public long getDelayMaxNanos() {
        return meter.delays.histogram().getMaxValue();
    }

    @Override
    public double getDelayMeanNanos() {
        return meter.delays.histogram().getMean();
    }

    @Override
    public double getDelayStddevNanos() {
        return meter.delays.histogram().getStdDeviation();
    }

    @Override
    public long getDelayP50Nanos() {
        return percentile(50);
    }

    @Override
    public long getDelayP90Nanos() {
        return percentile(90);
    }

    @Override
    public long getDelayP99Nanos() {
        return percentile(99);
    }

    private long percentile(double percent) {
        return meter.delays.histogram().getValueAtPercentile(percent);
    }

    @Override
    public void resetDelays() {
        meter.delays.reset();
    }
}
