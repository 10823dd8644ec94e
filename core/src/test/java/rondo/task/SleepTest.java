package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.task.VirtualRun.finish;
import static rondo.task.VirtualRun.millis;
import static rondo.task.VirtualRun.onLoop;
import static rondo.task.VirtualRun.start;
import static rondo.task.VirtualRun.tick;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;

/// How long does a sleeper sleep, and what is left of it when it is cancelled?
final class SleepTest {
    @Test
    void takesItsTimeAndGivesItsValue() {
        VirtualRun.run(() -> {
            var loop = EventLoop.current();
            Sleep.sleep(millis(50));
            assertThat(loop.time()).isEqualTo(millis(50).toNanos());

            assertThat(Sleep.sleep(millis(50), "yeah")).isEqualTo("yeah");
            assertThat(loop.time()).isEqualTo(millis(100).toNanos());
        });
    }

    @Test
    void ofZeroLetsWhatIsReadyRunOnce() {
        VirtualRun.run(() -> {
            List<Integer> order = new ArrayList<>();
            EventLoop.current().callSoon(() -> order.add(1));
            assertThat(order).isEmpty();

            order.add(Sleep.sleep(Duration.ZERO, 10));

            assertThat(order).containsExactly(1, 10);
            assertThat(EventLoop.current().time()).isZero();
        });
    }

    @Test
    void ofLessThanZeroIsAsOfZero() {
        VirtualRun.run(() -> {
            List<String> order = new ArrayList<>();
            EventLoop.current().callSoon(() -> order.add("ready"));

            Sleep.sleep(millis(-1));

            assertThat(order).containsExactly("ready");
            assertThat(EventLoop.current().time()).isZero();
        });
    }

    @Test
    void cancelledLeavesNoTimer() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> Sleep.sleep(millis(10_000), "yeah"));
            tick(loop);

            task.cancel();
            assertThatThrownBy(() -> finish(task)).isInstanceOf(CancelledError.class);

            var later = start(loop, () -> Sleep.sleep(millis(20_000), "later"));
            assertThat(finish(later)).isEqualTo("later");
            assertThat(loop.time())
                    .as("the first timer moved nothing")
                    .isEqualTo(millis(20_000).toNanos());
        });
    }

    @Test
    void cancelledInTheTickInWhichItsTimerFiresIsCancelled() throws Exception {
        onLoop(loop -> {
            List<Throwable> reports = new ArrayList<>();
            loop.exceptionHandler((l, report) -> reports.add(report.exception()));
            List<Task<String>> sleepers = new ArrayList<>();
            loop.callLater(millis(5), () -> sleepers.getFirst().cancel());
            sleepers.add(start(loop, () -> Sleep.sleep(millis(5), "slept")));

            assertThatThrownBy(() -> finish(sleepers.getFirst())).isInstanceOf(CancelledError.class);
            tick(loop);

            assertThat(reports).isEmpty();
        });
    }
}
