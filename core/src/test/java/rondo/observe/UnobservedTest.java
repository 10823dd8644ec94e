package rondo.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskInstrument;
import rondo.task.VoidBody;

/// What instruments cost a loop that has none: no object a step.
@Timeout(120)
final class UnobservedTest {
    private static final int STEPS = 50_000;
    private static final int TRIES = 20;

    /// The smallest object takes 16 bytes, or 8 with the smallest headers.
    private static final double LESS_THAN_AN_OBJECT = 8;

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    /// {@return the least that a step has allocated: other threads allocate too, and are counted}
    private static double leastBytesPerStep() {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < TRIES && least >= LESS_THAN_AN_OBJECT; i++) {
            long before = allocated();
            for (int step = 0; step < STEPS; step++) {
                Sleep.sleep(Duration.ZERO);
            }
            least = Math.min(least, (allocated() - before) / (double) STEPS);
        }
        return least;
    }

    private static void run(VoidBody body) {
        try (var runner = new Runner(LoopOptions.defaults().withWatchdog(false))) {
            runner.run(body);
        }
    }

    @Test
    void loopWithoutInstrumentsMakesNothingForThem() {
        run(() -> assertThat(leastBytesPerStep()).isLessThan(LESS_THAN_AN_OBJECT));
    }

    @Test
    void whatAnInstrumentMakesIsCounted() {
        run(() -> {
            EventLoop.current().addInstrument(new TaskInstrument() {
                private Object made = "";

                @Override
                public void stepBegins(Task<?> task) {
                    made = new Object[] {made == task, null};
                }
            });

            assertThat(leastBytesPerStep()).isGreaterThan(LESS_THAN_AN_OBJECT);
        });
    }
}
