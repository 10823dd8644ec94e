package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rondo.Rondo;
import rondo.task.Future;

/// Orders by seed: which there are, how a failure is found, replayed and made short.
@Timeout(60)
final class ExplorationTest {
    private static final SimulationOptions RANDOM = SimulationOptions.defaults().withOrder(Order.RANDOM);

    private static void give() {
        Rondo.sleep(Duration.ZERO);
    }

    /// Three tasks that take two steps each.
    private static String trail(SimulationOptions options) {
        var trail = new StringBuilder();
        Simulation.run(
                options,
                simulation -> Rondo.gather(
                        () -> twoSteps("a", trail), () -> twoSteps("b", trail), () -> twoSteps("c", trail)));
        return trail.toString();
    }

    private static void twoSteps(String name, StringBuilder trail) {
        trail.append(name);
        give();
        trail.append(name);
    }

    /// Passes, first in, first out; fails when the reader runs between the writer's read and its write.
    private static void lostUpdate(Simulation simulation) {
        int[] balance = {0};
        Rondo.gather(
                () -> {
                    int seen = balance[0];
                    give();
                    balance[0] = seen + 1;
                },
                () -> {
                    give();
                    balance[0]++;
                },
                ExplorationTest::give);
        if (balance[0] != 2) {
            throw new AssertionError("an update was lost: " + balance[0]);
        }
    }

    // --- orders ----------------------------------------------------------------------------------

    @Test
    void withoutAnOrderTheRunIsFirstInFirstOut() {
        assertThat(trail(SimulationOptions.defaults().withSeed(99))).isEqualTo("abcabc");
    }

    @ParameterizedTest
    @EnumSource(
            value = Order.class,
            names = {"RANDOM", "PRIORITIES"})
    void seedsGiveDifferentOrdersAndOneSeedTheSame(Order order) {
        var options = SimulationOptions.defaults().withOrder(order);
        Set<String> trails = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            String first = trail(options.withSeed(seed));

            assertThat(trail(options.withSeed(seed))).isEqualTo(first);
            trails.add(first);
        }

        assertThat(trails).hasSizeGreaterThan(10);
    }

    @Test
    void randomOrderKeepsEachTicksSnapshotAndPrioritiesDoNot() {
        Set<String> random = new HashSet<>();
        Set<String> priorities = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            random.add(trail(RANDOM.withSeed(seed)).substring(0, 3));
            priorities.add(
                    trail(RANDOM.withOrder(Order.PRIORITIES).withSeed(seed)).substring(0, 2));
        }

        assertThat(random).hasSize(6).allMatch(three -> three.chars().distinct().count() == 3);
        assertThat(priorities).contains("aa", "bb", "cc");
    }

    @Test
    void callbacksOfOneFutureKeepTheirOrder() {
        Simulation.explore(200, simulation -> {
            var future = new Future<Integer>();
            var other = new Future<Integer>();
            var called = new ArrayList<Integer>();
            for (int i = 0; i < 5; i++) {
                int number = i;
                future.addDoneCallback(any -> called.add(number));
                other.addDoneCallback(any -> {});
            }
            future.setResult(1);
            other.setResult(1);
            Rondo.sleep(Duration.ofSeconds(1));

            assertThat(called).containsExactly(0, 1, 2, 3, 4);
        });
    }

    // --- failures --------------------------------------------------------------------------------

    @Test
    void failureIsReportedWithSeedReplayCommandAndShortestOrder() {
        Simulation.run(ExplorationTest::lostUpdate);

        assertThatExceptionOfType(ExplorationError.class)
                .isThrownBy(() ->
                        Simulation.explore(RANDOM.withReplayCommand("replay %d"), 1_000, ExplorationTest::lostUpdate))
                .satisfies(e -> {
                    FailedRun failed = e.failedRun();
                    assertThat(e).hasMessageContaining("replay: replay " + failed.seed());
                    assertThat(failed.deviations()).isBetween(1, 2);
                    assertThat(failed.shortest().failure()).hasMessageContaining("an update was lost");
                    assertThat(failed.shortest().trace().timeline()).contains("Task-2", "yields");
                    assertThat(failed.shortest().trace().diagram()).startsWith("sequenceDiagram\n");
                });
    }

    @Test
    void replayOfAFailingSeedFailsInTheSameWayWithTheSameTrace() {
        FailedRun failed = failure(RANDOM);

        SimulatedRun once = Simulation.replay(RANDOM.withSeed(failed.seed()), ExplorationTest::lostUpdate);
        SimulatedRun twice = Simulation.replay(RANDOM.withSeed(failed.seed()), ExplorationTest::lostUpdate);

        assertThat(once.failure()).hasMessageContaining("an update was lost");
        assertThat(List.of(once.trace(), twice.trace())).containsOnly(once.trace());
        assertThat(once.trace().hash()).isEqualTo(failed.trace().hash()).hasSize(32);
        assertThat(Simulation.run(ExplorationTest::lostUpdate).hash())
                .isNotEqualTo(once.trace().hash());
    }

    @Test
    void seedAloneReplaysAnExplorationWithoutOptions() {
        assertThatExceptionOfType(ExplorationError.class)
                .isThrownBy(() -> Simulation.explore(1_000, ExplorationTest::lostUpdate))
                .satisfies(e -> {
                    FailedRun failed = e.failedRun();
                    SimulatedRun again = Simulation.replay(failed.seed(), ExplorationTest::lostUpdate);

                    assertThat(e).hasMessageContaining("replay: Simulation.replay(" + failed.seed() + "L, body)");
                    assertThat(again.trace().hash()).isEqualTo(failed.trace().hash());
                    assertThat(again.passed()).isFalse();
                });
    }

    @Test
    void prioritiesFindItTooAndReplay() {
        var options = RANDOM.withOrder(Order.PRIORITIES);
        FailedRun failed = failure(options);

        SimulatedRun again = Simulation.replay(options.withSeed(failed.seed()), ExplorationTest::lostUpdate);

        assertThat(again.trace().hash()).isEqualTo(failed.trace().hash());
        assertThat(failed.shortest().failure()).isInstanceOf(AssertionError.class);
    }

    private static FailedRun failure(SimulationOptions options) {
        return Objects.requireNonNull(Simulation.search(options, 1_000, any -> {}, ExplorationTest::lostUpdate)
                .failure());
    }

    @Test
    void runThatDoesNotRepeatIsCalledNotDeterministic() {
        var runs = new AtomicLong();

        assertThatExceptionOfType(NotDeterministicError.class)
                .isThrownBy(() -> Simulation.explore(10, simulation -> {
                    if (runs.incrementAndGet() == 3) {
                        throw new IllegalStateException("only this time");
                    }
                }))
                .withMessageContaining("seed 2 gave two different runs");
    }

    @Test
    void progressIsToldUpToTheEnd() {
        var told = new ArrayList<Progress>();

        Simulation.search(RANDOM, 500, told::add, simulation -> give());

        assertThat(told.getLast().done()).isEqualTo(500);
        assertThat(told.getLast())
                .hasToString(told.getLast().toString())
                .extracting(Progress::remaining)
                .isEqualTo(Duration.ZERO);
    }

    // --- all orders ------------------------------------------------------------------------------

    @Test
    void exhaustiveExplorationCountsTheOrders() {
        Set<String> seen = new HashSet<>();

        Exploration all = Simulation.exploreAll(SimulationOptions.defaults(), 1_000, simulation -> {
            var order = new StringBuilder();
            for (String name : List.of("a", "b", "c", "d")) {
                Rondo.createTask(() -> {
                    order.append(name);
                });
            }
            Rondo.sleep(Duration.ofSeconds(1));
            seen.add(order.toString());
        });

        assertThat(all.runs()).isEqualTo(24);
        assertThat(all.complete()).isTrue();
        assertThat(all.passed()).isTrue();
        assertThat(seen).hasSize(24);
    }

    @Test
    void exhaustiveExplorationThatIsCutOffSaysSo() {
        Exploration some =
                Simulation.exploreAll(SimulationOptions.defaults(), 10, simulation -> trail(new StringBuilder()));

        assertThat(some.runs()).isEqualTo(10);
        assertThat(some.complete()).isFalse();
        assertThat(some.passed()).isTrue();
    }

    private static void trail(StringBuilder trail) {
        Rondo.gather(() -> twoSteps("a", trail), () -> twoSteps("b", trail), () -> twoSteps("c", trail));
    }

    @Test
    void exhaustiveExplorationFindsTheFailure() {
        assertThatExceptionOfType(ExplorationError.class)
                .isThrownBy(
                        () -> Simulation.exploreAll(SimulationOptions.defaults(), 10_000, ExplorationTest::lostUpdate));
    }

    /// No seed replays it: the order is none that a seed has drawn.
    @Test
    void failureOfAnExhaustiveExplorationIsReplayedByAsManyOrders() {
        assertThatExceptionOfType(ExplorationError.class)
                .isThrownBy(() -> Simulation.exploreAll(10_000, ExplorationTest::lostUpdate))
                .satisfies(e -> {
                    String orders = Objects.requireNonNull(e.getMessage()).replaceAll("(?s)run (\\d+):.*", "$1");
                    int many = Integer.parseInt(orders);

                    assertThat(e).hasMessageContaining("replay: Simulation.exploreAll(options, " + orders + ", body)");
                    assertThat(Simulation.exploreAll(many - 1, ExplorationTest::lostUpdate)
                                    .passed())
                            .isTrue();
                    assertThatExceptionOfType(ExplorationError.class)
                            .isThrownBy(() -> Simulation.exploreAll(many, ExplorationTest::lostUpdate))
                            .withMessage(e.getMessage());
                });
    }
}
