package rondo.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Looks for a scenario that fails. Loaded anew beside each mutant of the core.
final class MutantProbe {
    private static final SimulationOptions OPTIONS = SimulationOptions.defaults()
            .withOrder(Order.RANDOM)
            .withStepLimit(20_000)
            .withTimeLimit(Duration.ofSeconds(20));
    private static final int SEEDS_EXPLORED = 10;

    private MutantProbe() {}

    /// {@return after how many seeds a scenario failed, and how; nothing if none did}
    static Optional<Map.Entry<Integer, String>> search(String name, int seeds) {
        List<Variant> variants = Variant.all();
        for (int seed = 0; seed < seeds; seed++) {
            Variant variant = variants.get(seed % variants.size());
            Scenario<?> scenario =
                    Objects.requireNonNull(PrimitivesTest.all().get(name)).apply(variant);
            try {
                check(scenario, OPTIONS.withSeed(seed));
            } catch (Throwable e) {
                return Optional.of(
                        Map.entry(seed + 1, e.toString().lines().findFirst().orElse("")));
            }
        }
        return Optional.empty();
    }

    private static <S> void check(Scenario<S> scenario, SimulationOptions options) {
        Simulation.explore(
                options, SEEDS_EXPLORED, simulation -> Interruption.none().run(simulation, scenario));
        Simulation.cancelAtEveryAwait(options, 2, scenario); // the first of them is first in, first out
    }
}
