package rondo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class HarnessTest {
    @Test
    void medianIsThatOfTheLastHalf() {
        assertThat(Harness.medianOfLastHalf(new double[] {900, 800, 3, 1, 2})).isEqualTo(2);
        assertThat(Harness.medianOfLastHalf(new double[] {7})).isEqualTo(7);
    }

    @Test
    void lineHasTheFieldsOfThePeerKitAndEveryRoundRuns() throws Exception {
        var rounds = new ArrayList<Integer>();

        String line = Harness.measure("rondo", "spawn", 1000, 4, () -> rounds.add(rounds.size()));

        assertThat(rounds).containsExactly(0, 1, 2, 3);
        assertThat(line)
                .matches(
                        "\\{\"peer\":\"rondo\",\"workload\":\"spawn\",\"n\":1000,\"seconds\":[\\d.]+,\"per_op_ns\":[\\d.]+,"
                                + "\"rss_mb\":[\\d.]+,\"cpu_s\":[\\d.]+,\"cpu_per_op_ns\":[\\d.]+,\"first_s\":[\\d.]+}");
    }

    @Test
    void cpuTimeGrowsWithWork() throws Exception {
        long before = Harness.cpuNanos();

        double work = 0;
        for (int i = 0; i < 5_000_000; i++) {
            work += Math.sqrt(i);
        }

        assertThat(work).isPositive();
        assertThat(Harness.cpuNanos() - before).isBetween(1_000_000L, 60_000_000_000L);
        assertThat(Harness.peakRssMegabytes()).isPositive();
    }
}
