package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The examples do what they say, and what they print follows from what happened.
final class ExamplesTest {
    private static final Path EXAMPLES =
            Path.of("..", "examples").toAbsolutePath().normalize();
    private static final int LONGEST_EXAMPLE_LINES = 60;

    /// The line, of those that only a right run prints, that sums each example up.
    private static final Map<String, String> LAST_LINES = Map.of(
            "Chat.java", "slow was dropped; still there: \\[ann\\]",
            "Crawler.java", "40 pages, 80 links, [234] at once",
            "Echo.java", "\\[one, two, three\\]",
            "GracefulShutdown.java", "job 6 was cancelled: no time left",
            "ProducerConsumer.java", "taken: \\{(quick|slow)=\\d+, (quick|slow)=\\d+\\}",
            "Proxy.java", "cut=2000: it was cut",
            "RateLimiter.java", "calls went out after these ms: \\[(\\d+, ){11}\\d+\\]",
            "Retry.java", "gave up at the deadline",
            "Tail.java", "seen enough");

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> exampleEndsWithItsSum() {
        return LAST_LINES.keySet().stream()
                .sorted()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    var ended = run(name);

                    assertThat(ended.out().lines().toList().getLast()).matches(LAST_LINES.get(name));
                }));
    }

    @Test
    void everyExampleIsTestedAndShort() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            List<Path> examples = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("DeepDive.java"))
                    .toList();

            assertThat(examples)
                    .extracting(file -> file.getFileName().toString())
                    .containsOnlyOnceElementsOf(LAST_LINES.keySet());
            for (Path example : examples) {
                assertThat(Files.readAllLines(example))
                        .as(example.toString())
                        .hasSizeLessThanOrEqualTo(LONGEST_EXAMPLE_LINES);
            }
        }
    }

    @Test
    void deepDiveTellsWhatHappened() throws IOException, InterruptedException {
        String out = run("DeepDive.java").out();

        assertThat(out).contains("raised the first failure, /fail/5 answered 500");
        assertThat(out).contains("FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED: 8 done, 0 pending");
        assertThat(out).contains("TimeoutException, with clean-up", "TimeoutException, without");
        assertThat(out).contains("[/fail/1 answered 500, /fail/3 answered 500]");
        assertThat(aborted(out)).isPositive();
    }

    @Test
    void deepDiveWithoutFailuresGathersAll() throws IOException, InterruptedException {
        String out = run("DeepDive.java", "--fail=").out();

        assertThat(out).contains("all succeeded: [0, 1, 2, 3, 4, 5, 6, 7]");
        assertThat(out).contains("FIRST_EXCEPTION: 8 done, 0 pending");
    }

    @Test
    void deepDiveWithOtherFailuresReportsThose() throws IOException, InterruptedException {
        String out = run("DeepDive.java", "--fail=2,6").out();

        assertThat(out).containsPattern("raised the first failure, /fail/(2|6) answered 500");
        assertThat(out).doesNotContain("/fail/5");
    }

    @Test
    void deepDiveOnAQuickServerMeetsItsDeadlines() throws IOException, InterruptedException {
        String out = run("DeepDive.java", "--slow=40", "--fast=40").out();

        assertThat(out).doesNotContain("TimeoutException");
        assertThat(out).contains("answered 0, in time", "answered 1, in time");
    }

    private RondoProcess.Ended run(String name, String... arguments) throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of("run", EXAMPLES.resolve(name).toString()), Stream.of(arguments));
        var ended = RondoProcess.start(folder, command.toArray(String[]::new)).end();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).as(ended.out()).isZero();
        return ended;
    }

    private static int aborted(String out) {
        return Pattern.compile("(\\d+) aborted")
                .matcher(out)
                .results()
                .map(found -> found.group(1))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
    }
}
