package rondo.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import rondo.metrics.LoopMXBean;
import rondo.metrics.LoopMetrics;

/// Binds the figures of a loop to Micrometer, tagged `loop` with [LoopMetrics#label()]:
///
/// | meter | |
/// |---|---|
/// | `rondo.eventloop.delay.min`, `max`, `mean`, `stddev`, `p50`, `p90`, `p99` | time gauges |
/// | `rondo.eventloop.time`, tagged `state` = `active`, `idle` | counters, seconds |
/// | `rondo.eventloop.utilization` | gauge, 0 to 1 |
/// | `rondo.poll.time` | counter, seconds |
/// | `rondo.tasks`, tagged `state` = `pending`, `running`, `awaiting` | gauges |
/// | `rondo.task.created`, `returned`, `failed`, `cancelled` | counters |
/// | `rondo.queue.depth`, `rondo.timers` | gauges |
///
/// @param loop the figures; the registry holds them
public record LoopMeters(LoopMetrics loop) implements MeterBinder {
    private static final double NANOS_PER_SECOND = 1e9;

    /// Takes the place of a loop that had the same tag, whose figures do not change any more: a registry would go on
    /// with those. Any thread.
    @Override
    public void bindTo(MeterRegistry registry) {
        registry.getMeters().stream()
                .filter(each -> each.getId().getName().startsWith("rondo.")
                        && loop.label().equals(each.getId().getTag("loop")))
                .forEach(registry::remove);
        delay(registry, "min", LoopMXBean::getDelayMinNanos);
        delay(registry, "max", LoopMXBean::getDelayMaxNanos);
        delay(registry, "mean", LoopMXBean::getDelayMeanNanos);
        delay(registry, "stddev", LoopMXBean::getDelayStddevNanos);
        delay(registry, "p50", LoopMXBean::getDelayP50Nanos);
        delay(registry, "p90", LoopMXBean::getDelayP90Nanos);
        delay(registry, "p99", LoopMXBean::getDelayP99Nanos);
        time(registry, "active", LoopMXBean::getActiveNanos);
        time(registry, "idle", LoopMXBean::getIdleNanos);
        FunctionCounter.builder("rondo.poll.time", loop, figures -> figures.getPollNanos() / NANOS_PER_SECOND)
                .tag("loop", loop.label())
                .baseUnit("seconds")
                .register(registry);
        gauge("rondo.eventloop.utilization", LoopMXBean::getUtilization).register(registry);
        gauge("rondo.queue.depth", LoopMXBean::getQueueDepth).register(registry);
        gauge("rondo.timers", LoopMXBean::getTimers).register(registry);
        tasks(registry, "pending", LoopMXBean::getTasksPending);
        tasks(registry, "running", LoopMXBean::getTasksRunning);
        tasks(registry, "awaiting", LoopMXBean::getTasksAwaiting);
        counter(registry, "rondo.task.created", LoopMXBean::getTasksCreated);
        counter(registry, "rondo.task.returned", LoopMXBean::getTasksReturned);
        counter(registry, "rondo.task.failed", LoopMXBean::getTasksFailed);
        counter(registry, "rondo.task.cancelled", LoopMXBean::getTasksCancelled);
    }

    private void delay(MeterRegistry registry, String figure, ToDoubleFunction<LoopMetrics> nanos) {
        TimeGauge.builder("rondo.eventloop.delay." + figure, loop, TimeUnit.NANOSECONDS, nanos)
                .tag("loop", loop.label())
                .strongReference(true)
                .register(registry);
    }

    private void time(MeterRegistry registry, String state, ToDoubleFunction<LoopMetrics> nanos) {
        FunctionCounter.builder(
                        "rondo.eventloop.time", loop, figures -> nanos.applyAsDouble(figures) / NANOS_PER_SECOND)
                .tag("loop", loop.label())
                .tag("state", state)
                .baseUnit("seconds")
                .register(registry);
    }

    private Gauge.Builder<LoopMetrics> gauge(String name, ToDoubleFunction<LoopMetrics> figure) {
        return Gauge.builder(name, loop, figure).tag("loop", loop.label()).strongReference(true);
    }

    private void tasks(MeterRegistry registry, String state, ToDoubleFunction<LoopMetrics> figure) {
        gauge("rondo.tasks", figure).tag("state", state).register(registry);
    }

    private void counter(MeterRegistry registry, String name, ToDoubleFunction<LoopMetrics> figure) {
        FunctionCounter.builder(name, loop, figure).tag("loop", loop.label()).register(registry);
    }
}
