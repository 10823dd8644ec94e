package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import rondo.task.Runner;

final class WatchdogTest {
    private static final Duration LIMIT = Duration.ofMillis(10);
    private static final long GIVE_UP_NANOS = Duration.ofSeconds(60).toNanos();

    private final Queue<BlockedCall> reports = new ConcurrentLinkedQueue<>();

    @Test
    void stepThatGoesOnIsReportedAgainAfterTenTimesAsLong() {
        var options = LoopOptions.defaults()
                .withDebug(true) // a step that computes is reported after one limit
                .withSlowLimit(LIMIT)
                .withOnBlocked(reports::add);
        try (var runner = new Runner(options)) {
            runner.run(() -> {
                long begun = System.nanoTime();
                while (reports.size() < 2 && System.nanoTime() - begun < GIVE_UP_NANOS) {
                    Thread.onSpinWait();
                }
            });
        }

        var seen = new ArrayList<>(reports);
        assertThat(seen)
                .hasSize(2)
                .extracting(BlockedCall::who)
                .containsOnly(seen.getFirst().who());
        assertThat(seen.getFirst().lasted()).isGreaterThanOrEqualTo(LIMIT);
        assertThat(seen.getLast().lasted())
                .isGreaterThanOrEqualTo(seen.getFirst().lasted().multipliedBy(10));
    }
}
