package rondo.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
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

    private int before;

    @BeforeEach
    void countBefore() {
        before++;
    }

    @AfterAll
    static void everySeedHasRun() {
        assertThat(SEEDS).hasSize(100).contains(7L, 106L);
        assertThat(TRAILS).hasSize(6);
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

    @RondoTest(allowed = Leak.THREAD)
    void mayAllowALeak() {
        new Thread(() -> {}).start();
    }

    @Simulated(seeds = 5, order = Order.PRIORITIES)
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void worksWithParameters(int hours, Simulation simulation) {
        Rondo.sleep(HOUR.multipliedBy(hours));

        assertThat(simulation.now()).isEqualTo(HOUR.multipliedBy(hours));
    }

    @Simulated
    @RepeatedTest(3)
    void worksWithRepetitions(Trail trail) {
        trail.add("once");

        assertThat(trail.events()).containsExactly("once");
    }
}
