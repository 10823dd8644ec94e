package rondo.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Runner;
import rondo.task.Sleep;

/// The property that has every loop measured.
@Timeout(60)
final class MetricsMonitorTest {
    @Test
    void loopsAreMeasuredWhereThePropertySaysSo() {
        new MetricsMonitor().prepare();
        try (var runner = new Runner(options("unasked"))) {
            runner.run(() -> assertThat(EventLoop.current().observed()).isFalse());

            System.setProperty("rondo.metrics", "true");
            runner.run(() -> {
                new MetricsMonitor().prepare();
                while (!EventLoop.current().observed()) {
                    Sleep.sleep(Duration.ofMillis(1));
                }
                assertThat(ManagementFactory.getPlatformMBeanServer()
                                .isRegistered(new ObjectName("rondo:type=Loop,name=unasked")))
                        .isTrue();
            });
        } finally {
            System.clearProperty("rondo.metrics");
        }
    }

    @Test
    void monitorIsFoundOnTheModulePathAndOnTheClassPath() throws IOException {
        var module = ModuleDescriptor.read(Files.newInputStream(Path.of("target/classes/module-info.class")));
        String listed = Files.readString(Path.of("target/classes/META-INF/services/rondo.loop.LoopMonitor"));

        assertThat(module.provides())
                .extracting(ModuleDescriptor.Provides::providers)
                .containsExactly(List.of(MetricsMonitor.class.getName()));
        assertThat(listed.strip()).isEqualTo(MetricsMonitor.class.getName());
    }

    private static LoopOptions options(String name) {
        return LoopOptions.defaults().withName(name).withWatchdog(false);
    }
}
