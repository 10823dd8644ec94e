package rondo.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import rondo.metrics.LoopMXBean;
import rondo.metrics.LoopMetrics;

/// Shows the figures of a loop to OpenTelemetry, each with the attribute `rondo.loop.name`, which is
/// [LoopMetrics#label()], in the manner of its conventions for the event loop of Node.js (`nodejs.eventloop.*`):
///
/// | instrument | unit | |
/// |---|---|---|
/// | `rondo.eventloop.delay.min`, `max`, `mean`, `stddev`, `p50`, `p90`, `p99` | s | gauges |
/// | `rondo.eventloop.time`, with `rondo.eventloop.state` = `active`, `idle` | s | counter |
/// | `rondo.eventloop.utilization` | 1 | gauge |
/// | `rondo.poll.time` | s | counter |
/// | `rondo.tasks`, with `rondo.task.state` = `pending`, `running`, `awaiting` | {task} | up-down counter |
/// | `rondo.task.created`, `returned`, `failed`, `cancelled` | {task} | counters |
/// | `rondo.queue.depth` | {callback} | gauge |
/// | `rondo.timers` | {timer} | gauge |
public final class LoopObservables implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final AttributeKey<String> LOOP = AttributeKey.stringKey("rondo.loop.name");
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("rondo.eventloop.state");
    private static final AttributeKey<String> TASK_STATE = AttributeKey.stringKey("rondo.task.state");

    private final LoopMetrics loop;
    private final Meter meter;
    private final Attributes name;
    private final List<AutoCloseable> observed = new ArrayList<>();

    /// Begins to show a loop's figures; each collection reads them as they are then. Any thread.
    ///
    /// @param telemetry where to
    /// @param loop the figures
    public LoopObservables(OpenTelemetry telemetry, LoopMetrics loop) {
        this.loop = loop;
        this.meter = telemetry.getMeter("rondo");
        this.name = Attributes.of(LOOP, loop.label());
        delays();
        times();
        tasks();
        gauge("rondo.queue.depth", "{callback}", LoopMXBean::getQueueDepth);
        gauge("rondo.timers", "{timer}", LoopMXBean::getTimers);
    }

    private void delays() {
        delay("min", LoopMXBean::getDelayMinNanos);
        delay("max", LoopMXBean::getDelayMaxNanos);
        delay("mean", LoopMXBean::getDelayMeanNanos);
        delay("stddev", LoopMXBean::getDelayStddevNanos);
        delay("p50", LoopMXBean::getDelayP50Nanos);
        delay("p90", LoopMXBean::getDelayP90Nanos);
        delay("p99", LoopMXBean::getDelayP99Nanos);
    }

    private void delay(String figure, ToDoubleFunction<LoopMXBean> nanos) {
        observed.add(meter.gaugeBuilder("rondo.eventloop.delay." + figure)
                .setUnit("s")
                .setDescription("Time between two polls of the loop: " + figure)
                .buildWithCallback(to -> to.record(nanos.applyAsDouble(loop) / NANOS_PER_SECOND, name)));
    }

    private void times() {
        seconds("rondo.eventloop.time", "Time that the loop was active, or idle", to -> {
            to.record(loop.getActiveNanos() / NANOS_PER_SECOND, with(STATE, "active"));
            to.record(loop.getIdleNanos() / NANOS_PER_SECOND, with(STATE, "idle"));
        });
        seconds(
                "rondo.poll.time",
                "Time in the loop's polls",
                to -> to.record(loop.getPollNanos() / NANOS_PER_SECOND, name));
        observed.add(meter.gaugeBuilder("rondo.eventloop.utilization")
                .setUnit("1")
                .setDescription("Share of its time that the loop was active")
                .buildWithCallback(to -> to.record(loop.getUtilization(), name)));
    }

    private void seconds(String called, String description, Consumer<ObservableDoubleMeasurement> figures) {
        observed.add(meter.counterBuilder(called)
                .ofDoubles()
                .setUnit("s")
                .setDescription(description)
                .buildWithCallback(figures));
    }

    private void tasks() {
        Consumer<ObservableLongMeasurement> byState = to -> {
            to.record(loop.getTasksPending(), with(TASK_STATE, "pending"));
            to.record(loop.getTasksRunning(), with(TASK_STATE, "running"));
            to.record(loop.getTasksAwaiting(), with(TASK_STATE, "awaiting"));
        };
        observed.add(meter.upDownCounterBuilder("rondo.tasks")
                .setUnit("{task}")
                .setDescription("Tasks that have not ended")
                .buildWithCallback(byState));
        counter("rondo.task.created", LoopMXBean::getTasksCreated);
        counter("rondo.task.returned", LoopMXBean::getTasksReturned);
        counter("rondo.task.failed", LoopMXBean::getTasksFailed);
        counter("rondo.task.cancelled", LoopMXBean::getTasksCancelled);
    }

    private Attributes with(AttributeKey<String> key, String value) {
        return name.toBuilder().put(key, value).build();
    }

    private void counter(String called, ToLongFunction<LoopMXBean> figure) {
        observed.add(meter.counterBuilder(called)
                .setUnit("{task}")
                .buildWithCallback(to -> to.record(figure.applyAsLong(loop), name)));
    }

    private void gauge(String called, String unit, ToLongFunction<LoopMXBean> figure) {
        observed.add(meter.gaugeBuilder(called)
                .ofLongs()
                .setUnit(unit)
                .buildWithCallback(to -> to.record(figure.applyAsLong(loop), name)));
    }

    /// Shows them no longer. Any thread.
    @Override
    public void close() {
        for (AutoCloseable each : observed) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException("OpenTelemetry would not let go of " + each, e);
            }
        }
    }
}
