package rondo.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.metrics.LoopMetrics;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// What a registry of Micrometer gets to see of a loop.
@Timeout(60)
final class LoopMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final VirtualClock clock = new VirtualClock();

    private void run(VoidBody body) {
        try (var runner = new Runner(
                LoopOptions.defaults().withName("metered").withClock(clock).withWatchdog(false))) {
            new LoopMeters(LoopMetrics.on(runner.loop())).bindTo(registry);
            runner.run(body);
        }
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags("loop", "metered").tags(tags).gauge().value();
    }

    private double counter(String name, String... tags) {
        return registry.get(name)
                .tags("loop", "metered")
                .tags(tags)
                .functionCounter()
                .count();
    }

    @Test
    void gaugesShowTheLoopAsItIs() {
        run(() -> {
            Task.start(VoidBody.awaitable(() -> Sleep.sleep(Duration.ofDays(1))));
            Sleep.sleep(Duration.ZERO);
            EventLoop.current().callLater(Duration.ofDays(1), () -> {});
            Sleep.sleep(Duration.ZERO);

            assertThat(gauge("rondo.tasks", "state", "running")).isEqualTo(1);
            assertThat(gauge("rondo.tasks", "state", "awaiting")).isEqualTo(1);
            assertThat(gauge("rondo.tasks", "state", "pending")).isZero();
            assertThat(gauge("rondo.timers")).isEqualTo(2);
            assertThat(gauge("rondo.queue.depth")).isEqualTo(1);
        });
    }

    @Test
    void loopTakesThePlaceOfOneOfItsNameThatIsClosed() {
        run(() -> {});
        run(() -> {
            Task.start(() -> "one").await();
            Task.start(() -> "two").await();
        });

        assertThat(counter("rondo.task.returned")).isEqualTo(3);
    }

    @Test
    void loopsOfOneNameAreToldApart() {
        run(() -> {
            try (var other =
                    new Runner(LoopOptions.defaults().withName("metered").withWatchdog(false))) {
                new LoopMeters(LoopMetrics.on(other.loop())).bindTo(registry);

                assertThat(registry.get("rondo.tasks")
                                .tags("loop", "metered 2", "state", "running")
                                .gauge()
                                .value())
                        .isZero();
                assertThat(gauge("rondo.tasks", "state", "running")).isEqualTo(1);
            }
        });
    }

    @Test
    void countersAndTimesAddUp() {
        run(() -> {
            Task<?> cancelled = Task.start(VoidBody.awaitable(() -> Sleep.sleep(Duration.ofDays(1))));
            clock.advance(Duration.ofMillis(250));
            Sleep.sleep(Duration.ofSeconds(3));
            cancelled.cancel();
            Sleep.sleep(Duration.ZERO);
        });

        assertThat(counter("rondo.task.created")).isEqualTo(2);
        assertThat(counter("rondo.task.cancelled")).isEqualTo(1);
        assertThat(counter("rondo.task.returned")).isEqualTo(1);
        assertThat(counter("rondo.task.failed")).isZero();
        assertThat(counter("rondo.eventloop.time", "state", "active")).isEqualTo(0.25);
        assertThat(counter("rondo.eventloop.time", "state", "idle")).isEqualTo(3);
        assertThat(counter("rondo.poll.time")).isEqualTo(3);
        assertThat(gauge("rondo.eventloop.utilization")).isEqualTo(0.25 / 3.25);
        assertThat(registry.get("rondo.eventloop.delay.max").timeGauge().value(TimeUnit.MILLISECONDS))
                .isBetween(249.0, 253.0);
        assertThat(registry.get("rondo.eventloop.delay.p50").timeGauge().value(TimeUnit.NANOSECONDS))
                .isZero();
    }
}
