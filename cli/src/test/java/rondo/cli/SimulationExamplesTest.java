package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The simulated examples: an ordinary run shows nothing, a seed shows the bug, its replay is the same again, and the
/// corrected program passes.
final class SimulationExamplesTest {
    private static final Path EXAMPLES =
            Path.of("..", "examples", "sim").toAbsolutePath().normalize();
    private static final Pattern SEED = Pattern.compile("^replay: .* --replay (\\d+)$", Pattern.MULTILINE);
    private static final Pattern TRACE = Pattern.compile("trace ([0-9a-f]{32}), \\d+ steps", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    private RondoProcess.Ended run(String name, String... arguments) throws IOException, InterruptedException {
        var command =
                Stream.concat(Stream.of("run", EXAMPLES.resolve(name + ".java").toString()), Stream.of(arguments));
        return RondoProcess.start(folder, command.toArray(String[]::new)).end();
    }

    private static String first(Pattern pattern, String in) {
        Matcher found = pattern.matcher(in);
        assertThat(found.find()).as(in).isTrue();
        return found.group(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pool", "Lease", "Transfer"})
    void ordinaryRunShowsNothing(String name) throws IOException, InterruptedException {
        var ended = run(name);

        assertThat(ended.status()).as(ended.out()).isZero();
        assertThat(ended.out()).contains("passed, first in, first out: trace ", "--seeds 10000");
    }

    @ParameterizedTest
    @CsvSource({"Pool, of 2 permits came back", "Lease, and the lease is", "Transfer, booked"})
    void seedShowsTheBugAndReplaysIt(String name, String bug) throws IOException, InterruptedException {
        var search = run(name, "--seeds", "10000");
        String seed = first(SEED, search.out());
        var once = run(name, "--replay", seed);
        var again = run(name, "--replay", seed);

        assertThat(List.of(search.status(), once.status(), again.status())).containsOnly(1);
        assertThat(search.out()).contains(bug);
        assertThat(once.out()).isEqualTo(again.out()).contains(bug, "```mermaid\nsequenceDiagram\n");
        assertThat(first(TRACE, once.out()))
                .isEqualTo(first(TRACE, search.out()))
                .isNotEqualTo(first(TRACE, run(name).out()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pool", "Lease", "Transfer"})
    void correctedProgramPasses(String name) throws IOException, InterruptedException {
        var ended = run(name, "--fixed", "--seeds", "3000");

        assertThat(ended.status()).as(ended.out()).isZero();
        assertThat(ended.out()).startsWith("3,000 seeds passed");
    }

    @Test
    void wrongArgumentsAreRefused() throws IOException, InterruptedException {
        var ended = run("Pool", "--seeds", "many");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("--seeds takes a number, not 'many'", "usage: ");
    }

    @Test
    void everyExampleIsTested() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("Pool.java", "Lease.java", "Transfer.java");
        }
    }
}
