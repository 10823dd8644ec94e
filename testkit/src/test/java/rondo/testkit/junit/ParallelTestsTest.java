package rondo.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import rondo.Rondo;
import rondo.testkit.Simulation;

/// Tests that JUnit runs side by side are still functions of their seeds.
final class ParallelTestsTest {
    private static final int SEEDS = 50;
    private static final int TOGETHER = 2;
    private static final CyclicBarrier TWO_RUN = new CyclicBarrier(TOGETHER);
    private static final Map<Long, Set<String>> OUTCOMES = new ConcurrentHashMap<>();

    /// Run by the test below only. Each of the six begins when another one does.
    @Tag("planted")
    static final class SideBySide {
        @BeforeEach
        void awaitAnother() throws Exception {
            TWO_RUN.await(5, TimeUnit.MINUTES);
        }

        @RondoTest(seeds = SEEDS)
        void one(Simulation simulation, RandomGenerator random) {
            play(simulation, random);
        }

        @RondoTest(seeds = SEEDS)
        void other(Simulation simulation, RandomGenerator random) {
            play(simulation, random);
        }

        @RondoTest(seeds = SEEDS)
        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4})
        void withAParameter(int any, Simulation simulation, RandomGenerator random) {
            assertThat(any).isPositive();
            play(simulation, random);
        }

        private static void play(Simulation simulation, RandomGenerator random) {
            Rondo.gather(
                    () -> simulation.trail().add("a " + random.nextInt(100)),
                    () -> simulation.trail().add("b " + random.nextInt(100)),
                    () -> simulation.trail().add("c " + random.nextInt(100)));
            OUTCOMES.computeIfAbsent(simulation.seed(), any -> ConcurrentHashMap.newKeySet())
                    .add(simulation.trail().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FORK_JOIN_POOL", "WORKER_THREAD_POOL"})
    void testsSideBySideDoNotDisturbEachOther(String executor) {
        OUTCOMES.clear();
        var listener = new SummaryGeneratingListener();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(List.of(selectClass(SideBySide.class)))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .configurationParameter("junit.jupiter.execution.parallel.config.executor-service", executor)
                .build();

        LauncherFactory.create().execute(request, listener);

        assertThat(listener.getSummary().getFailures()).isEmpty();
        assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(6);
        assertThat(OUTCOMES)
                .hasSize(SEEDS)
                .allSatisfy((seed, outcomes) ->
                        assertThat(outcomes).as("seed %d", seed).hasSize(1));
        assertThat(new HashSet<>(OUTCOMES.values())).hasSizeGreaterThan(SEEDS / 2);
    }
}
