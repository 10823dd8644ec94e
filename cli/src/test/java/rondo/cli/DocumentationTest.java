package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What the documentation shows is what happens: every program in it is run, and prints what the page says.
final class DocumentationTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> PAGES =
            List.of("README.md", "docs/tutorial.md", "docs/coming-from.md", "docs/net.md", "docs/testing.md");
    private static final Pattern PROGRAM =
            Pattern.compile("```java\n(.*?)```\n(?:```text\n(.*?)```\n)?", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> programPrintsWhatThePageSays() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (String page : PAGES) {
            List<MatchResult> programs = PROGRAM.matcher(Files.readString(ROOT.resolve(page)))
                    .results()
                    .filter(program -> !isJunitTest(program.group(1)))
                    .toList();
            assertThat(programs).as(page).isNotEmpty();
            for (MatchResult program : programs) {
                tests.add(DynamicTest.dynamicTest(page + ", program " + tests.size(), () -> check(program)));
            }
        }
        return tests.stream();
    }

    /// The testkit's own build runs these.
    private static boolean isJunitTest(String program) {
        return program.contains("import rondo.testkit.junit.");
    }

    private void check(MatchResult program) throws IOException, InterruptedException {
        assertThat(program.group(2))
                .as("the page says what this prints: %s", program.group(1))
                .isNotNull();

        assumeTrue(!program.group(1).contains("\"openssl\"") || isInstalled("openssl"), "this machine has no openssl");
        var ended = RondoProcess.run(folder, program.group(1));

        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo(program.group(2).strip());
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
