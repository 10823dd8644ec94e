package rondo.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.loop.LoopOptions;
import rondo.metrics.LoopMetrics;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// What OpenTelemetry gets to see of a loop.
@Timeout(60)
final class LoopObservablesTest {
    private static final AttributeKey<String> LOOP = AttributeKey.stringKey("rondo.loop.name");

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(reader).build())
            .build();
    private final VirtualClock clock = new VirtualClock();

    private Map<String, Double> collect() {
        var figures = new HashMap<String, Double>();
        for (MetricData metric : reader.collectAllMetrics()) {
            for (PointData point : metric.getData().getPoints()) {
                assertThat(point.getAttributes().get(LOOP)).isEqualTo("observed");
                figures.put(metric.getName() + state(point.getAttributes()), value(point));
            }
        }
        return figures;
    }

    private static String state(Attributes attributes) {
        return attributes.asMap().entrySet().stream()
                .filter(each -> each.getKey().getKey().endsWith(".state"))
                .map(each -> " " + each.getValue())
                .findFirst()
                .orElse("");
    }

    private static double value(PointData point) {
        return switch (point) {
            case LongPointData number -> number.getValue();
            case DoublePointData number -> number.getValue();
            default -> throw new AssertionError(point);
        };
    }

    @Test
    void figuresAreReadWhenTheyAreCollected() {
        try (var runner = new Runner(LoopOptions.defaults()
                        .withName("observed")
                        .withClock(clock)
                        .withWatchdog(false));
                var _ = new LoopObservables(telemetry, LoopMetrics.on(runner.loop()))) {
            runner.run(() -> {
                Task<?> waits = Task.start(VoidBody.awaitable(() -> Sleep.sleep(Duration.ofDays(1))));
                clock.advance(Duration.ofMillis(250));
                Sleep.sleep(Duration.ofSeconds(3));

                assertThat(collect())
                        .containsEntry("rondo.tasks running", 1.0)
                        .containsEntry("rondo.tasks awaiting", 1.0)
                        .containsEntry("rondo.tasks pending", 0.0)
                        .containsEntry("rondo.timers", 1.0)
                        .containsEntry("rondo.queue.depth", 1.0)
                        .containsEntry("rondo.eventloop.time active", 0.25)
                        .containsEntry("rondo.eventloop.time idle", 3.0)
                        .containsEntry("rondo.poll.time", 3.0)
                        .containsEntry("rondo.eventloop.utilization", 0.25 / 3.25)
                        .hasEntrySatisfying(
                                "rondo.eventloop.delay.max",
                                max -> assertThat(max).isBetween(0.249, 0.253));
                waits.cancel();
            });

            assertThat(collect())
                    .containsEntry("rondo.task.created", 2.0)
                    .containsEntry("rondo.task.cancelled", 1.0)
                    .containsEntry("rondo.task.returned", 1.0)
                    .containsEntry("rondo.task.failed", 0.0)
                    .containsKeys("rondo.eventloop.delay.min", "rondo.eventloop.delay.p99");
        }

        assertThat(collect()).isEmpty();
    }
}
