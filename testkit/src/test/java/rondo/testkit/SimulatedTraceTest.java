package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rondo.Rondo;
import rondo.loop.CarrierChoice;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.sync.Semaphore;
import rondo.task.Task;
import rondo.task.TaskOptions;

/// What a run leaves behind: a hash, a timeline, a diagram.
@Timeout(60)
final class SimulatedTraceTest {
    private static void twoWorkers(Simulation simulation) {
        var one = new Semaphore(1);
        for (String name : new String[] {"first", "second"}) {
            Rondo.createTask(name, () -> {
                one.acquire();
                simulation.trail().add(name + " is in");
                Rondo.sleep(Duration.ofMillis(10));
                one.release();
            });
        }
        simulation.runUntilIdle();
    }

    @Test
    void timelineTellsWhoDidWhatAndWhen() {
        String timeline = Simulation.replay(SimulationOptions.defaults(), SimulatedTraceTest::twoWorkers)
                .trace()
                .timeline();

        assertThat(timeline).isEqualToIgnoringWhitespace("""
                 0.000 s  main    starts first; starts second; awaits a future
                 0.000 s  first   first is in; awaits a sleep
                 0.000 s  second  awaits a turn at Semaphore[locked, value 0, waiters 1]
                 0.010 s  first   wakes second; ends
                 0.010 s  second  second is in; awaits a sleep
                 0.020 s  second  wakes main; ends
                 0.020 s  main    ends""");
    }

    @Test
    void diagramHasAParticipantForEachTask() {
        String diagram = Simulation.replay(SimulationOptions.defaults(), SimulatedTraceTest::twoWorkers)
                .trace()
                .diagram();

        assertThat(diagram)
                .startsWith("sequenceDiagram\n    participant p0 as main\n    participant p1 as first")
                .contains("p0->>p1: starts", "p1->>p2: wakes", "Note over p1: first is in");
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void recordedRunHasTheTraceOfTheOneThatIsNot(Order order) {
        for (long seed = 0; seed < 50; seed++) {
            var options = SimulationOptions.defaults().withOrder(order).withSeed(seed);

            SimulatedRun recorded = Simulation.replay(options, SimulatedTraceTest::twoWorkers);

            assertThat(Simulation.run(options, SimulatedTraceTest::twoWorkers).hash())
                    .isEqualTo(recorded.trace().hash());
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void bothCarriersGiveTheSameTrace(Order order) {
        for (long seed = 0; seed < 50; seed++) {
            var options = SimulationOptions.defaults().withOrder(order).withSeed(seed);

            SimulatedTrace baton = Simulation.replay(
                            options.withCarrier(CarrierChoice.BATON), SimulatedTraceTest::twoWorkers)
                    .trace();

            assertThat(Simulation.replay(options.withCarrier(available()), SimulatedTraceTest::twoWorkers)
                            .trace())
                    .isEqualTo(baton);
        }
    }

    /// One of four ends the run, while others are still to run in the same tick; all clean up.
    private static void brokenOff(Simulation simulation) {
        for (int i = 1; i <= 4; i++) {
            int number = i;
            Rondo.createTask(() -> {
                try {
                    Rondo.sleep(Duration.ZERO);
                    if (number == 2) {
                        simulation.loop().fatal(new AssertionError("broken off"));
                    }
                    Rondo.sleep(Duration.ofSeconds(1));
                } finally {
                    simulation.trail().add(number + " cleans up");
                    Rondo.sleep(Duration.ofMillis(1));
                }
            });
        }
        Rondo.sleep(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void runThatIsBrokenOffHasOneTraceHoweverItIsRun(Order order) {
        for (long seed = 0; seed < 50; seed++) {
            var options = SimulationOptions.defaults().withOrder(order).withSeed(seed);
            var baton = options.withCarrier(CarrierChoice.BATON);

            Set<String> hashes = Stream.of(
                            Simulation.replay(options.withCarrier(available()), SimulatedTraceTest::brokenOff),
                            Simulation.replay(baton, SimulatedTraceTest::brokenOff),
                            Simulation.failing(baton, 1, any -> {}, SimulatedTraceTest::brokenOff)
                                    .getFirst(),
                            Simulation.failing(options, 1, any -> {}, SimulatedTraceTest::brokenOff)
                                    .getFirst())
                    .map(run -> run.trace().hash() + " " + run.failure())
                    .collect(Collectors.toSet());

            assertThat(hashes).hasSize(1).first().asString().contains("broken off");
        }
    }

    /// An eager child ends the run in the step of its parent, which still has the rest of that.
    private static void brokenOffByAnEagerChild(Simulation simulation) {
        Rondo.createTask("other", () -> Rondo.sleep(Duration.ofSeconds(1)));
        Task<?> child = Task.start(
                simulation.loop(),
                () -> {
                    simulation.loop().fatal(new AssertionError("broken off"));
                    Rondo.sleep(Duration.ofSeconds(1));
                    return 1;
                },
                TaskOptions.named("child").withEager(true));
        simulation.trail().add("parent goes on");
        child.await();
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void runThatAnEagerChildBreaksOffHasOneTrace(Order order) {
        var options = SimulationOptions.defaults().withOrder(order);

        Set<String> traces = Stream.of(available(), CarrierChoice.BATON)
                .map(carrier ->
                        Simulation.replay(options.withCarrier(carrier), SimulatedTraceTest::brokenOffByAnEagerChild))
                .map(run -> run.failure() + " " + run.trace())
                .collect(Collectors.toSet());

        assertThat(traces).hasSize(1).first().asString().contains("broken off");
    }

    @Test
    void columnsStandBelowEachOtherWhateverTheTimes() {
        String timeline = Simulation.replay(SimulationOptions.defaults(), simulation -> {
                    Rondo.sleep(Duration.ofNanos(1));
                    Rondo.sleep(Duration.ofHours(30));
                    Rondo.sleep(Duration.ofMillis(1));
                })
                .trace()
                .timeline();

        assertThat(timeline).isEqualTo("""
                     0.000000000 s  main  awaits a sleep
                     0.000000001 s  main  awaits a sleep
                108000.000000001 s  main  awaits a sleep
                108000.001000001 s  main  ends""");
    }

    /// The direct carrier, where the JVM permits it.
    private static CarrierChoice available() {
        try (var loop = new EventLoop(LoopOptions.defaults())) {
            return loop.carrier().equals("direct") ? CarrierChoice.DIRECT : CarrierChoice.BATON;
        }
    }

    @Test
    void eventsOfTheTrailArePartOfTheHash() {
        String one = Simulation.run(simulation -> simulation.trail().add("one")).hash();
        String other =
                Simulation.run(simulation -> simulation.trail().add("other")).hash();

        assertThat(one).isNotEqualTo(other);
    }
}
