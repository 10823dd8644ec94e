package rondo.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rondo.testkit.InterruptionReport;
import rondo.testkit.Order;
import rondo.testkit.Simulation;

/// Connections, servers, datagrams and streams over the simulated network survive an interruption at each await,
/// and leave no socket open.
@Timeout(600)
final class NetScenariosTest {
    private static final int SEEDS = Integer.getInteger("rondo.seeds", 3);

    static List<String> names() {
        return NetScenarios.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void survivesAnInterruptionAtEachAwait(String name) {
        InterruptionReport report = Simulation.cancelAtEveryAwait(
                Scene.ON_A_BUSY_MACHINE.withOrder(Order.RANDOM),
                SEEDS,
                Objects.requireNonNull(NetScenarios.all().get(name)));

        assertThat(report.awaits()).isPositive();
    }
}
