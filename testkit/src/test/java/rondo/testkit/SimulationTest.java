package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.Rondo;
import rondo.loop.DeadlockError;
import rondo.task.Future;
import rondo.time.Clock;

/// Virtual time, and how a run ends.
@Timeout(60)
final class SimulationTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void timeJumpsWhereNothingIsReady() {
        var seen = new ArrayList<Duration>();

        SimulatedTrace trace = Simulation.run(simulation -> {
            Rondo.sleep(HOUR);
            seen.add(simulation.now());
        });

        assertThat(seen).containsExactly(HOUR);
        assertThat(trace.lasted()).isEqualTo(HOUR);
    }

    @Test
    void advanceRunsWhatIsDueUntilThenAndAtThatMoment() {
        Simulation.run(simulation -> {
            Trail trail = simulation.trail();
            for (int hours = 1; hours <= 3; hours++) {
                String name = "after " + hours;
                Duration delay = HOUR.multipliedBy(hours);
                Rondo.createTask(() -> {
                    Rondo.sleep(delay);
                    trail.add(name);
                });
            }

            simulation.advance(HOUR.multipliedBy(2));

            assertThat(trail.events()).containsExactly("after 1", "after 2");
            assertThat(simulation.now()).isEqualTo(HOUR.multipliedBy(2));
        });
    }

    @Test
    void waitUntilAllBlockedLetsTheOthersRunWithoutLettingTimePass() {
        Simulation.run(simulation -> {
            Trail trail = simulation.trail();
            Rondo.createTask(() -> {
                for (int i = 0; i < 5; i++) {
                    Rondo.sleep(Duration.ZERO);
                }
                trail.add("five turns");
                Rondo.sleep(HOUR);
                trail.add("an hour");
            });

            simulation.waitUntilAllBlocked();

            assertThat(trail.events()).containsExactly("five turns");
            assertThat(simulation.now()).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void clockThatCannotGoSoIsRefused(double drift) {
        Simulation.run(simulation -> assertThatIllegalArgumentException()
                .isThrownBy(() -> simulation.clock(Duration.ZERO, drift))
                .withMessageContaining("drift is " + drift));
    }

    @Test
    void simulationWithinASimulationIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Simulation.run(outer -> Simulation.run(inner -> {})))
                .withMessageContaining("runs within a task");
    }

    @Test
    void runUntilIdleLetsAllTimersRunOut() {
        Simulation.run(simulation -> {
            var never = new Future<Integer>();
            Rondo.createTask(() -> Rondo.sleep(HOUR));
            Rondo.createTask(never);

            simulation.runUntilIdle();

            assertThat(simulation.now()).isEqualTo(HOUR);
        });
    }

    @Test
    void timeStandsStillWhileAHelperThreadWorks() {
        Simulation.run(simulation -> {
            Rondo.createTask(() -> {
                Rondo.sleep(Duration.ofMillis(1));
                simulation.trail().add("timer");
            });
            int value = Rondo.toThread(() -> {
                Thread.onSpinWait();
                return 5;
            });
            simulation.trail().add("helper " + value + " at " + simulation.now());
            Rondo.sleep(HOUR);

            assertThat(simulation.trail().events()).containsExactly("helper 5 at PT0S", "timer");
        });
    }

    @Test
    void jobsOfHelperThreadsEndInTheOrderOfTheSeedAndNotOfTheMachine() {
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            hashes.add(Simulation.run(SimulationOptions.defaults().withOrder(Order.RANDOM), simulation -> {
                        Rondo.gather(() -> helper(simulation, "a"), () -> helper(simulation, "b"), () -> {
                            Rondo.sleep(Duration.ZERO);
                            simulation.trail().add("c");
                        });
                    })
                    .hash());
        }

        assertThat(hashes).containsOnly(hashes.getFirst());
    }

    private static void helper(Simulation simulation, String name) {
        Rondo.toThread(() -> Thread.onSpinWait());
        simulation.trail().add(name);
    }

    @Test
    void helperThreadMayAskTheLoop() {
        Simulation.run(simulation -> {
            int answer = Rondo.toThread(() ->
                    Rondo.runCoroutineThreadsafe(simulation.loop(), () -> 42).get());

            assertThat(answer).isEqualTo(42);
        });
    }

    @Test
    void whatTheBodyThrowsIsThrownAsItIs() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Simulation.run(simulation -> {
                    throw new IOException("gone");
                }));
    }

    @Test
    void tasksThatWaitForNothingThatCanComeAreADeadlock() {
        assertThatExceptionOfType(DeadlockError.class)
                .isThrownBy(() -> Simulation.run(simulation -> new Future<Integer>().await()))
                .withMessageContaining("main");
    }

    @Test
    void errorNobodyCanCatchFailsTheRun() {
        assertThatExceptionOfType(UnhandledError.class)
                .isThrownBy(() -> Simulation.run(simulation -> {
                    simulation.loop().callSoon(() -> {
                        throw new IllegalStateException("in a callback");
                    });
                    Rondo.sleep(HOUR);
                }))
                .withMessageContaining("in a callback");
    }

    @Test
    void taskThatSpinsReachesTheStepLimit() {
        var options = SimulationOptions.defaults().withStepLimit(1_000);

        assertThatExceptionOfType(StepLimitError.class)
                .isThrownBy(() -> Simulation.run(options, simulation -> {
                    while (true) {
                        Rondo.sleep(Duration.ZERO);
                    }
                }))
                .withMessageContaining("1000 steps")
                .withMessageContaining("task 'main'");
    }

    @Test
    void stepThatNeverEndsReachesTheTimeLimit() {
        var options = SimulationOptions.defaults().withTimeLimit(Duration.ofMillis(50));
        var over = new boolean[1];

        assertThatExceptionOfType(HangError.class)
                .isThrownBy(() -> Simulation.run(options, simulation -> {
                    while (!over[0] && !Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                }))
                .withMessageContaining("task 'main' running");

        over[0] = true;
    }

    @Test
    void clockOfAHostMayGoWrong() {
        Simulation.run(simulation -> {
            Clock fast = simulation.clock(Duration.ofSeconds(5), 0.01);

            Rondo.sleep(Duration.ofSeconds(100));

            assertThat(fast.nanos()).isEqualTo(Duration.ofSeconds(106).toNanos());
            assertThat(simulation.clock().nanos())
                    .isEqualTo(Duration.ofSeconds(100).toNanos());
        });
    }

    @Test
    void randomNumbersAreTheSeedsAndThePurposes() {
        var options = SimulationOptions.defaults().withSeed(7);
        var drawn = new ArrayList<Integer>();
        for (int i = 0; i < 2; i++) {
            Simulation.run(options, simulation -> {
                drawn.add(simulation.random("loss").nextInt());
                drawn.add(simulation.random("delay").nextInt());
            });
        }

        assertThat(drawn.subList(0, 2)).isEqualTo(drawn.subList(2, 4));
        assertThat(drawn.get(0)).isNotEqualTo(drawn.get(1));
    }

    @Test
    void neighbouringSeedsHaveNoNumbersInCommon() {
        Set<Long> drawn = new HashSet<>();

        for (int seed = 0; seed < 100; seed++) {
            Simulation.run(SimulationOptions.defaults().withSeed(seed), simulation -> {
                var random = simulation.random("loss");
                for (int i = 0; i < 20; i++) {
                    drawn.add(random.nextLong());
                }
            });
        }

        assertThat(drawn).hasSize(100 * 20);
    }
}
