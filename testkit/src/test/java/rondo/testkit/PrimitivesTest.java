package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rondo.io.Pipe;
import rondo.testkit.awaits.StreamScenarios;

/// Every primitive of the core survives an interruption at each of its awaits, in many orders, and keeps what
/// it promises in each.
@Timeout(600)
final class PrimitivesTest {
    static final SimulationOptions OPTIONS = SimulationOptions.defaults().withOrder(Order.RANDOM);

    private static final int SEEDS = Integer.getInteger("rondo.seeds", 6);

    /// These make a thread for each job.
    private static final Set<String> BY_THREADS = Set.of("FileIo", "toThread, several");

    private static final int LEAST_RUNS = 30_000;
    private static final Map<String, Long> RUNS = new ConcurrentHashMap<>();

    /// R5: how often scenarios were interrupted; told where all of them ran.
    @AfterAll
    static void enoughRuns() {
        long runs = RUNS.values().stream().mapToLong(Long::longValue).sum();
        int programs = RUNS.size() * Variant.all().size();
        if (RUNS.size() == all().size()) {
            System.out.printf(Locale.ROOT, "R5: %,d runs of %,d programs, interrupted at each await%n", runs, programs);
            assertThat(runs).isGreaterThanOrEqualTo(LEAST_RUNS);
        }
    }

    static Map<String, Function<Variant, Scenario<?>>> all() {
        var all = new TreeMap<String, Function<Variant, Scenario<?>>>();
        all.putAll(SyncScenarios.all());
        all.putAll(QueueScenarios.all());
        all.putAll(GroupScenarios.all());
        streams(Variant.all().getFirst()).keySet().forEach(name -> all.put(name, v -> stream(name, v)));
        all.putAll(BridgeScenarios.all());
        return all;
    }

    private static Scenario<?> stream(String name, Variant v) {
        return Objects.requireNonNull(streams(v).get(name));
    }

    private static Map<String, Scenario<?>> streams(Variant v) {
        return StreamScenarios.all(PrimitivesTest::pipe, v.companions(), v.pace());
    }

    private static StreamScenarios.Ends pipe() {
        Pipe pipe = Pipe.open();
        return new StreamScenarios.Ends(pipe.left(), pipe.right());
    }

    static Stream<String> names() {
        return all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void survivesAnInterruptionAtEachAwait(String name) {
        var scenario = Objects.requireNonNull(all().get(name));
        for (Variant variant : Variant.all()) {
            InterruptionReport report = Simulation.cancelAtEveryAwait(OPTIONS, seeds(name), scenario.apply(variant));

            assertThat(report.awaits()).as("%s", variant).isPositive();
            RUNS.merge(name, report.runs(), Long::sum);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void keepsItsPromiseInEachOrder(String name) {
        var scenario = Objects.requireNonNull(all().get(name));
        for (Order order : Order.values()) {
            for (Variant variant : Variant.all()) {
                explore(OPTIONS.withOrder(order), seeds(name) * 6, scenario.apply(variant));
            }
        }
    }

    private static int seeds(String name) {
        return BY_THREADS.contains(name) ? 1 : SEEDS;
    }

    private static <S> void explore(SimulationOptions options, int seeds, Scenario<S> scenario) {
        Simulation.explore(options, seeds, simulation -> Interruption.none().run(simulation, scenario));
    }
}
