package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The kit finds what it is for: mistakes made in copies of Rondo's primitives, each within a few seeds.
/// Without the mistakes it finds nothing: [PrimitivesTest].
@Timeout(300)
final class MutantsTest {
    private static final int SEEDS = 48;

    @TempDir
    private Path folder;

    static Stream<Mutant> all() {
        return Mutant.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void mistakeIsFound(Mutant mutant) throws IOException, ReflectiveOperationException {
        String found = mutant.search(folder, SEEDS);

        assertThat(found)
                .as("%s, by scenario %s", mutant.name(), mutant.scenario())
                .isNotEmpty();
        System.out.printf(Locale.ROOT, "mutant %-62s found after %s%n", mutant.name(), found);
    }
}
