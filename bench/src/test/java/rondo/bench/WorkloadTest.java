package rondo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rondo.loop.CarrierChoice;
import rondo.loop.LoopOptions;
import rondo.task.Runner;
import rondo.task.Task;
import rondo.testkit.SimulatedTrace;
import rondo.testkit.Simulation;
import rondo.time.VirtualClock;

class WorkloadTest {
    private static final int SOME = 2000;

    private static LoopOptions virtualTime() {
        return LoopOptions.defaults().withClock(new VirtualClock());
    }

    @ParameterizedTest
    @EnumSource
    void eachWorkloadEndsAndLeavesNoTaskBehind(Workload workload) {
        try (var runner = new Runner(virtualTime())) {
            runner.run(() -> {
                workload.run(SOME);

                assertThat(Task.all(runner.loop())).containsExactly(Task.current());
            });
        }
    }

    @Test
    void everyPeerWorkloadIsKnownByItsName() {
        assertThat(Arrays.stream(Workload.values()).map(Workload::id))
                .contains("switch2", "switch1k", "spawn", "gather", "timers", "waitfor", "queue")
                .allSatisfy(id -> assertThat(Workload.of(id)).isNotNull());
        assertThat(Workload.of("swtich2")).isNull();
    }

    @Test
    void simulatedRunIsThatOfTheClaim() {
        SimulatedTrace trace = Simulation.run(Simulated::run);

        String line = Simulated.measure("rondo", CarrierChoice.AUTO, SOME, 2);

        assertThat(trace.steps()).isBetween(100L, 130L); // 100 awaits, and beginnings
        assertThat(line)
                .matches("\\{\"peer\":\"rondo\",\"workload\":\"simulated\",\"n\":2000,\"fifo_per_cpu_s\":\\d+,"
                        + "\"random_per_cpu_s\":\\d+,\"priorities_per_cpu_s\":\\d+}");
    }

    @Test
    void recordedSwitchesAreComparedWithUnrecordedOnes() throws Exception {
        String line = Recorded.measure("rondo", LoopOptions.defaults(), SOME, 3);

        assertThat(line)
                .matches(
                        "\\{\"peer\":\"rondo\",\"workload\":\"recorded\",\"n\":2000,\"pairs\":3,\"alone_ns\":[\\d.]+,"
                                + "\"recorded_ns\":[\\d.]+,\"percent\":-?[\\d.]+,\"percent_quartiles\":\\[-?[\\d.]+,-?[\\d.]+]}");
    }

    @Test
    void quantileIsOneOfTheValues() {
        double[] values = {5, 1, 4, 2, 3};

        assertThat(Recorded.quantile(values, 0.5)).isEqualTo(3);
        assertThat(Recorded.quantile(values, 0.25)).isEqualTo(2);
        assertThat(Recorded.quantile(values, 0.75)).isEqualTo(4);
        assertThat(values).containsExactly(5, 1, 4, 2, 3);
    }

    @Test
    void parkedTasksAreAllCleanedUpWhenTheLoopCloses() throws Exception {
        String line = Parked.measure("rondo", virtualTime(), SOME);

        assertThat(line)
                .startsWith("{\"peer\":\"rondo\",\"workload\":\"parked\",\"n\":2000,")
                .contains("\"cleaned_up\":2000");
    }
}
