package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import rondo.task.Runner;
import rondo.task.Task;

final class WatchdogTest {
    private static final Duration LIMIT = Duration.ofMillis(10);
    private static final long GIVE_UP_NANOS = Duration.ofSeconds(60).toNanos();

    private final Queue<BlockedCall> reports = new ConcurrentLinkedQueue<>();
    private final AtomicReference<String> who = new AtomicReference<>("");

    /// Others may be slow, too, on a busy machine.
    private List<BlockedCall> reportsOfTask() {
        return reports.stream().filter(call -> call.who().equals(who.get())).toList();
    }

    @Test
    void stepThatGoesOnIsReportedAgainAfterTenTimesAsLong() {
        var options = LoopOptions.defaults()
                .withDebug(true) // a step that computes is reported after one limit
                .withSlowLimit(LIMIT)
                .withOnBlocked(reports::add);
        try (var runner = new Runner(options)) {
            runner.run(() -> {
                who.set("task '" + Task.current().name() + "'");
                long begun = System.nanoTime();
                while (reportsOfTask().size() < 2 && System.nanoTime() - begun < GIVE_UP_NANOS) {
                    Thread.onSpinWait();
                }
            });
        }

        List<BlockedCall> seen = reportsOfTask();
        assertThat(seen).hasSize(2);
        assertThat(seen.getFirst().lasted()).isGreaterThanOrEqualTo(LIMIT);
        assertThat(seen.getLast().lasted())
                .isGreaterThanOrEqualTo(seen.getFirst().lasted().multipliedBy(10));
    }
}
