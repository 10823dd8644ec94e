package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rondo.Rondo;
import rondo.task.CancelledError;
import rondo.task.Future;

/// Every primitive of the core survives two interruptions. `proofs/interruptions` names a number of orders, and
/// has all variants of the scenarios tried in as many; else it is the small ones, in one.
@Timeout(1200)
final class PairsOfAwaitsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int ORDERS = Integer.getInteger("rondo.orders", 0);
    private static final int LEAST_RUNS = 20_000;
    private static final Map<String, Pairs> DONE = new ConcurrentHashMap<>();

    /// R5: how often scenarios were interrupted; told where all of them ran.
    @AfterAll
    static void enoughRuns() {
        Pairs all = DONE.values().stream().reduce(new Pairs(0, 0), Pairs::plus);
        if (DONE.size() == names().count()) {
            System.out.printf(
                    Locale.ROOT,
                    "R5: %,d runs of %,d programs, interrupted at each pair of awaits%n",
                    all.runs(),
                    all.programs());
            assertThat(all.runs()).isGreaterThanOrEqualTo(LEAST_RUNS);
        }
    }

    static Stream<String> names() {
        return Pairs.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void survivesAnInterruptionAtEachPairOfAwaits(String name) {
        Pairs pairs = ORDERS == 0 ? Pairs.of(name, 1, Variant.small()) : Pairs.of(name, ORDERS, Variant.all());

        assertThat(pairs.runs()).isGreaterThan(pairs.programs());
        DONE.put(name, pairs);
    }

    @Test
    void eachPairIsTriedInEachOrderThatCanBe() {
        InterruptionReport report = Simulation.cancelAtEveryPairOfAwaits(
                SimulationOptions.defaults(), 1, new Scenario<>(() -> "", any -> Rondo.sleep(SECOND), any -> {}));

        int atOneMoment = 3 * 6 + 1; // cancel, uncancel and timeout first, then any; woken is followed by woken only
        assertThat(report).isEqualTo(new InterruptionReport(1, 1 + Interrupt.values().length + atOneMoment));
    }

    @Test
    void whatOnlyTwoInterruptionsShowIsFound() {
        var scenario = new Scenario<>(
                Turn::soon,
                PairsOfAwaitsTest::takeTurn,
                turn -> assertThat(turn.used).isTrue());
        Simulation.cancelAtEveryAwait(SimulationOptions.defaults(), 1, scenario);

        assertThatExceptionOfType(InterruptionError.class)
                .isThrownBy(() -> Simulation.cancelAtEveryPairOfAwaits(SimulationOptions.defaults(), 1, scenario))
                .withMessageStartingWith("CANCEL_WHEN_WOKEN at await 1, then CANCEL at await 2 (");
    }

    /// Whoever is cancelled when it is his turn passes it on, but not at once.
    private static void takeTurn(Turn turn) {
        try {
            turn.comes.await();
        } catch (CancelledError e) {
            if (!turn.comes.cancelled()) {
                Rondo.sleep(SECOND);
            }
            turn.used = true;
            throw e;
        }
        turn.used = true;
    }

    private static final class Turn {
        final Future<String> comes = new Future<>();
        boolean used;

        static Turn soon() {
            var turn = new Turn();
            Rondo.createTask(() -> {
                Rondo.sleep(SECOND);
                if (!turn.comes.done()) {
                    turn.comes.setResult("now");
                }
            });
            return turn;
        }
    }

    @Test
    void cancellationThatIsSeenTwiceIsFound() {
        var ended = new Scenario<>(
                () -> {
                    var answer = new Future<String>();
                    Rondo.createTask(() -> Rondo.sleep(SECOND));
                    return answer;
                },
                answer -> {
                    if (answer.done()) {
                        answer.await();
                    }
                    try {
                        Rondo.sleep(SECOND);
                    } catch (CancelledError e) {
                        answer.cancel();
                        throw e;
                    }
                },
                answer -> {});

        assertThatExceptionOfType(InterruptionError.class)
                .isThrownBy(() -> Interruptions.everyPairTwice(SimulationOptions.defaults(), 1, ended))
                .withMessageContaining("1 cancellations were seen 2 times");
    }

    @Test
    void pairIsSaidInTheOrderOfItsAwaits() {
        assertThat(PlannedInterrupt.describe(List.of(
                        new PlannedInterrupt(Interrupt.TIMEOUT, 2), new PlannedInterrupt(Interrupt.CLOSE_LOOP, 3))))
                .isEqualTo("TIMEOUT at await 2, then CLOSE_LOOP at await 3");
    }
}
