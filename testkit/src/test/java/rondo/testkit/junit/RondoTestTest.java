package rondo.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.Rondo;
import rondo.loop.EventLoop;
import rondo.testkit.Leak;
import rondo.testkit.Order;
import rondo.testkit.Simulation;
import rondo.testkit.Trail;
import rondo.time.Clock;

/// Test methods as they are written with the extension.
final class RondoTestTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Set<Long> SEEDS = new HashSet<>();
    private static final Set<String> TRAILS = new HashSet<>();
    private static final List<String> INVOCATIONS = new ArrayList<>();

    private int before;

    @BeforeEach
    void countBefore() {
        before++;
    }

    @AfterAll
    static void everySeedHasRun() {
        assertThat(SEEDS).hasSize(100).contains(7L, 106L);
        assertThat(TRAILS).hasSize(6);
        assertThat(INVOCATIONS)
                .hasSize(15 + 2 + 2 + 3 + 1 + 1)
                .doesNotHaveDuplicates()
                .contains("value 3 seed 4", "method an hour", "method none", "csv first second", "csv second first")
                .contains("repetition 3", "test at PT1H", "own with seed 60");
    }

    @RondoTest
    void runsInVirtualTime(Simulation simulation, Clock clock) {
        Rondo.sleep(HOUR);

        assertThat(simulation.now()).isEqualTo(HOUR);
        assertThat(clock.nanos()).isEqualTo(HOUR.toNanos());
        assertThat(before).isEqualTo(1);
    }

    @RondoTest(seeds = 100, firstSeed = 7)
    void runsForEachSeedInAnOrderOfItsOwn(Simulation simulation, Trail trail, EventLoop loop, RandomGenerator random) {
        SEEDS.add(simulation.seed());
        Rondo.gather(() -> trail.add("a"), () -> trail.add("b"), () -> trail.add("c"));
        TRAILS.add(trail.toString());

        assertThat(loop).isSameAs(EventLoop.current());
        assertThat(random.nextInt()).isEqualTo(simulation.random("test").nextInt());
    }

    @RondoTest(allTasksEnd = false)
    void mayLeaveTasksBehindWhereItSaysSo() {
        Rondo.createTask(() -> Rondo.sleep(HOUR));
    }

    @RondoTest
    void taskThatIsAboutToEndIsNotLeftBehind() {
        Rondo.createTask(() -> Rondo.sleep(Duration.ZERO));
    }

    @RondoTest(allowed = Leak.THREAD)
    void mayAllowALeak() {
        new Thread(() -> {}).start();
    }

    @RondoTest(seeds = 5, order = Order.PRIORITIES)
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void worksWithParameters(int hours, Simulation simulation) {
        Rondo.sleep(HOUR.multipliedBy(hours));

        assertThat(simulation.now()).isEqualTo(HOUR.multipliedBy(hours));
        INVOCATIONS.add("value " + hours + " seed " + simulation.seed());
    }

    static Stream<Arguments> sleeps() {
        return Stream.of(Arguments.of(HOUR, "an hour"), Arguments.of(Duration.ZERO, "none"));
    }

    @RondoTest
    @ParameterizedTest
    @MethodSource("sleeps")
    void worksWithAMethodsArguments(Duration sleep, String name, Simulation simulation, RandomGenerator random) {
        Rondo.sleep(sleep);

        assertThat(simulation.now()).isEqualTo(sleep);
        assertThat(random.nextInt()).isEqualTo(simulation.random("test").nextInt());
        INVOCATIONS.add("method " + name);
    }

    @RondoTest
    @ParameterizedTest(name = "{0} h and {1} h")
    @CsvSource({"1, 2", "2, 1"})
    void worksWithCommaSeparatedArguments(int first, int second, Trail trail) {
        Rondo.gather(
                () -> {
                    Rondo.sleep(HOUR.multipliedBy(first));
                    trail.add("first");
                },
                () -> {
                    Rondo.sleep(HOUR.multipliedBy(second));
                    trail.add("second");
                });

        INVOCATIONS.add("csv " + trail);
    }

    @RondoTest
    @RepeatedTest(3)
    void worksWithRepetitions(Trail trail, RepetitionInfo repetition) {
        trail.add("once");

        assertThat(trail.events()).containsExactly("once");
        INVOCATIONS.add("repetition " + repetition.getCurrentRepetition());
    }

    @Simulated
    @Test
    void worksWithAnOrdinaryTest(Simulation simulation) {
        Rondo.sleep(HOUR);

        INVOCATIONS.add("test at " + simulation.now());
    }

    @Hourly
    void worksWithAnAnnotationOfOnesOwn(Simulation simulation) {
        INVOCATIONS.add("own with seed " + simulation.seed());
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @RondoTest(firstSeed = 60)
    @interface Hourly {}
}
