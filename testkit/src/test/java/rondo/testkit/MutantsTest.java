package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The kit finds what it is for: mistakes made in copies of Rondo's primitives, each within a few seeds. With a mistake
/// taken back the same seeds find nothing.
@Timeout(300)
final class MutantsTest {
    private static final int SEEDS = 48;
    private static final Map<String, Integer> FOUND = new ConcurrentHashMap<>(); // mutants, to their seeds

    @TempDir
    private Path folder;

    static Stream<Mutant> all() {
        return Mutant.all().stream();
    }

    /// Told where all of them were tried.
    @AfterAll
    static void allAreFound() {
        if (FOUND.size() == Mutant.all().size()) {
            var seeds = FOUND.values().stream().mapToInt(Integer::intValue).summaryStatistics();
            System.out.printf(
                    Locale.ROOT,
                    "mutants: %d of %d found, after %d to %d seeds; taken back, the same seeds find nothing%n",
                    FOUND.size(),
                    Mutant.all().size(),
                    seeds.getMin(),
                    seeds.getMax());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void mistakeIsFoundAndNothingWithoutIt(Mutant mutant) throws IOException, ReflectiveOperationException {
        var found = mutant.search(folder, SEEDS);
        assertThat(found)
                .as("%s, by scenario %s", mutant.name(), mutant.scenario())
                .isPresent();
        int seeds = found.orElseThrow().getKey();
        System.out.printf(
                Locale.ROOT,
                "mutant %-62s found after %d seeds: %s%n",
                mutant.name(),
                seeds,
                found.orElseThrow().getValue());

        assertThat(mutant.takenBack().search(folder, seeds))
                .as("%s, taken back", mutant.name())
                .isEmpty();
        FOUND.put(mutant.name(), seeds);
    }
}
