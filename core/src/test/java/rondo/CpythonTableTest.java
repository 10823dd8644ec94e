package rondo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Reads the tables in `docs/cpython-tests`: every test function of CPython's is answered for, by a test of
/// ours that runs.
final class CpythonTableTest {
    private static final Path TABLES = Path.of("..", "docs", "cpython-tests");

    /// How many functions named `test_...` each file of CPython 3.13.0 defines; the tables' README says how to
    /// count them.
    private static final Map<String, Integer> FUNCTIONS = Map.ofEntries(
            Map.entry("test_tasks", 160),
            Map.entry("test_futures", 57),
            Map.entry("test_futures2", 4),
            Map.entry("test_locks", 75),
            Map.entry("test_queues", 41),
            Map.entry("test_taskgroups", 39),
            Map.entry("test_timeouts", 34),
            Map.entry("test_waitfor", 19),
            Map.entry("test_runners", 29),
            Map.entry("test_eager_task_factory", 15));

    private static final int ALL_FUNCTIONS = 473;

    private static final Set<String> REASONS =
            Set.of("python-language", "removed-api", "c-accelerator", "platform", "internal");

    private static final Pattern ROW = Pattern.compile("\\| *`?([\\w.]+)`? *\\| *([a-z/]+) *\\| *(.*?) *\\|");
    private static final Pattern RONDO_TEST = Pattern.compile("`(rondo[\\w.]*#\\w+)`");
    private static final Pattern REASON = Pattern.compile("`?([a-z-]+)`?(: .+)?");

    private record Row(String file, String function, String verdict, String answer) {
        List<String> tests() {
            return RONDO_TEST
                    .matcher(answer)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }

        @Override
        public String toString() {
            return file + ": " + function;
        }
    }

    private static Map<String, List<Row>> tables() {
        Map<String, List<Row>> tables = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(TABLES)) {
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString().replace(".md", "");
                if (!name.equals("README")) {
                    tables.put(name, rows(name, Files.readAllLines(file)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tables;
    }

    private static List<Row> rows(String file, List<String> lines) {
        List<Row> rows = new ArrayList<>();
        for (var line : lines) {
            var row = ROW.matcher(line);
            if (line.startsWith("|") && !line.startsWith("| CPython test |") && !line.startsWith("| ---")) {
                assertThat(row.matches()).as("a row of %s: %s", file, line).isTrue();
                rows.add(new Row(file, row.group(1), row.group(2), row.group(3)));
            }
        }
        return rows;
    }

    private static List<Row> allRows() {
        return tables().values().stream().flatMap(List::stream).toList();
    }

    @Test
    void everyFileHasATableWithARowForEachOfItsFunctions() {
        Map<String, Integer> counted = new LinkedHashMap<>();
        tables().forEach((file, rows) -> counted.put(file, rows.size()));

        assertThat(counted).containsExactlyInAnyOrderEntriesOf(FUNCTIONS);
        assertThat(allRows()).hasSize(ALL_FUNCTIONS);
    }

    @Test
    void noFunctionHasTwoRows() {
        for (var rows : tables().values()) {
            assertThat(rows).extracting(Row::function).doesNotHaveDuplicates();
        }
    }

    @Test
    void everyFunctionIsATestFunction() {
        assertThat(allRows())
                .allSatisfy(row -> assertThat(row.function()).as(row.toString()).matches("(\\w+\\.)?test_\\w+"));
    }

    @Test
    void everyVerdictIsBackedByATestOrAReason() {
        assertThat(allRows()).allSatisfy(row -> {
            switch (row.verdict()) {
                case "same" -> assertThat(row.tests()).as(row.toString()).isNotEmpty();
                case "different" -> {
                    assertThat(row.tests()).as(row.toString()).isNotEmpty();
                    assertThat(row.answer()).as("%s: why", row).matches("(`[\\w.#]+`(, )?)+: .{10,}");
                }
                case "n/a" -> assertThat(reasonOf(row)).as(row.toString()).isIn(REASONS);
                default -> throw new AssertionError(row + ": unknown verdict " + row.verdict());
            }
        });
    }

    private static String reasonOf(Row row) {
        var reason = REASON.matcher(row.answer());
        return reason.matches() ? reason.group(1) : row.answer();
    }

    @Test
    void everyTestThatIsNamedRuns() {
        Set<String> named = new TreeSet<>();
        allRows().forEach(row -> named.addAll(row.tests()));

        Set<String> missing = new LinkedHashSet<>(named);
        missing.removeAll(discovered(named));

        assertThat(missing).as("no runnable test of that name").isEmpty();
    }

    /// The tests that JUnit finds and would run, as `class#method`.
    private static Set<String> discovered(Set<String> named) {
        var request = LauncherDiscoveryRequestBuilder.request();
        for (var test : named) {
            methods(test)
                    .forEach(parameters -> request.selectors(
                            selectMethod(parameters.isEmpty() ? test : test + "(" + parameters + ")")));
        }
        var plan = LauncherFactory.create().discover(request.build());
        Set<String> found = new HashSet<>();
        for (var root : plan.getRoots()) {
            for (var test : plan.getDescendants(root)) {
                methodOf(test).ifPresent(found::add);
            }
        }
        return found;
    }

    /// The parameter lists of a method, as a selector wants them: a parameterized test has some.
    private static List<String> methods(String test) {
        int hash = test.indexOf('#');
        try {
            return Stream.of(Class.forName(test.substring(0, hash)).getDeclaredMethods())
                    .filter(method -> method.getName().equals(test.substring(hash + 1)))
                    .map(method -> Stream.of(method.getParameterTypes())
                            .map(Class::getName)
                            .reduce((a, b) -> a + "," + b)
                            .orElse(""))
                    .toList();
        } catch (ClassNotFoundException e) {
            return List.of();
        }
    }

    private static java.util.Optional<String> methodOf(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .filter(source -> !isDisabled(source))
                .map(source -> source.getClassName() + "#" + source.getMethodName());
    }

    private static boolean isDisabled(MethodSource source) {
        return source.getJavaMethod().isAnnotationPresent(Disabled.class)
                || source.getJavaClass().isAnnotationPresent(Disabled.class);
    }

    @Test
    void readmeStatesTheCounts() throws IOException {
        Map<String, List<Integer>> stated = new LinkedHashMap<>();
        Pattern.compile("\\| (?:\\[)?(test_\\w+|total)[^|]*\\| (\\d+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\|")
                .matcher(Files.readString(TABLES.resolve("README.md")))
                .results()
                .forEach(line -> stated.put(line.group(1), numbers(line)));

        assertThat(stated).containsExactlyInAnyOrderEntriesOf(counts());
    }

    private static List<Integer> numbers(MatchResult line) {
        return Stream.of(2, 3, 4, 5).map(line::group).map(Integer::valueOf).toList();
    }

    /// By file, and for all: functions, the same, different, not applicable.
    private static Map<String, List<Integer>> counts() {
        Map<String, List<Integer>> counts = new LinkedHashMap<>();
        tables().forEach((file, rows) -> counts.put(file, count(rows)));
        counts.put("total", count(allRows()));
        return counts;
    }

    private static List<Integer> count(List<Row> rows) {
        List<Integer> counts = new ArrayList<>(List.of(rows.size()));
        for (var verdict : List.of("same", "different", "n/a")) {
            counts.add((int)
                    rows.stream().filter(row -> row.verdict().equals(verdict)).count());
        }
        return counts;
    }
}
