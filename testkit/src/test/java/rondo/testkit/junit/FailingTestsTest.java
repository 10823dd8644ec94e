package rondo.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import rondo.Rondo;
import rondo.task.Future;
import rondo.testkit.Simulation;

/// What a test that fails says.
final class FailingTestsTest {
    /// Run by the tests below only.
    static final class Failing {
        @RondoTest
        @Tag("planted")
        void leavesATaskBehind() {
            Rondo.createTask("forgotten", () -> Rondo.sleep(Duration.ofHours(1)));
            Rondo.sleep(Duration.ZERO);
        }

        @RondoTest
        @Tag("planted")
        void hangs() {
            Rondo.createTask("other", new Future<Integer>()).await();
        }

        @RondoTest
        @ParameterizedTest
        @ValueSource(strings = "sister")
        @Tag("planted")
        void hangsWithAParameter(String other) {
            Rondo.createTask(other, new Future<Integer>()).await();
        }

        @RondoTest(seeds = 500)
        @Tag("planted")
        void failsInSomeOrders(Simulation simulation) {
            Rondo.gather(
                    () -> simulation.trail().add("a"), () -> simulation.trail().add("b"));
            assertThat(simulation.trail().events()).containsExactly("a", "b");
        }

        @RondoTest(timeLimitSeconds = 1)
        @Tag("planted")
        void computesForEver() {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        }
    }

    private static String failure(String method) {
        var listener = new SummaryGeneratingListener();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(List.of(selectMethod(Failing.class.getName() + "#" + method)))
                .build();
        LauncherFactory.create().execute(request, listener);
        var failures = listener.getSummary().getFailures();
        assertThat(failures).hasSize(1);
        return Objects.requireNonNull(failures.getFirst().getException().toString());
    }

    @Test
    void taskThatIsLeftBehindIsNamed() {
        assertThat(failure("leavesATaskBehind")).contains("left 1 of its tasks behind", "task 'forgotten' awaiting");
    }

    @Test
    void hangNamesWhoWaitsForWhom() {
        assertThat(failure("hangs")).contains("DeadlockError", "main", "other");
    }

    @Test
    void hangOfAParameterizedTestDoesToo() {
        assertThat(failure("hangsWithAParameter(java.lang.String)")).contains("DeadlockError", "main", "sister");
    }

    @Test
    void failureOfASeedSaysHowToReplayIt() {
        assertThat(failure("failsInSomeOrders(rondo.testkit.Simulation)"))
                .contains("replay: -Drondo.seed=", "Failing#failsInSomeOrders", "the shortest order found that fails");
    }

    @Test
    void seedThatIsNoNumberIsAMistake() {
        System.setProperty("rondo.seed", "47 11");
        try {
            assertThat(failure("failsInSomeOrders(rondo.testkit.Simulation)"))
                    .contains("-Drondo.seed is '47 11'; it takes a whole number");
        } finally {
            System.clearProperty("rondo.seed");
        }
    }

    @Test
    void stepThatNeverEndsPrintsTheTree() {
        assertThat(failure("computesForEver")).contains("not ended within PT1S", "task 'main' running");
    }
}
