package rondo.testkit.net.systems;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rondo.testkit.Order;
import rondo.testkit.SimulatedRun;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationOptions;

/// The sample systems keep what they promise with each seed; with its bug each breaks it with some, and each of
/// those does so again. More seeds: `proofs/simulation`.
@Timeout(300)
final class SystemsTest {
    private static final int SEEDS = 100;
    private static final SimulationOptions OPTIONS =
            SimulationOptions.defaults().withOrder(Order.RANDOM);

    @ParameterizedTest
    @EnumSource
    void correctSystemKeepsItsPromise(Systems system) {
        Simulation.explore(OPTIONS, SEEDS, world -> system.run(world, true));
    }

    @ParameterizedTest
    @EnumSource
    void bugIsFoundAndEachOfItsSeedsShowsItAgain(Systems system) {
        List<SimulatedRun> failing = failing(system);

        assertThat(failing).hasSizeBetween(1, SEEDS - 1);
        for (SimulatedRun run : failing) {
            SimulatedRun replayed = Simulation.replay(OPTIONS.withSeed(run.seed()), world -> system.run(world, false));
            assertThat(replayed.trace().hash()).isEqualTo(run.trace().hash());
            assertThat(replayed.failure()).isNotNull().hasToString("" + run.failure());
        }
    }

    private static List<SimulatedRun> failing(Systems system) {
        return Simulation.failing(OPTIONS, SEEDS, any -> {}, world -> system.run(world, false));
    }
}
