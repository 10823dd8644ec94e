package rondo.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// The tests that the documentation shows compile, run, and pass.
final class TestingPageTest {
    private static final Path PAGE = Path.of("..", "docs", "testing.md");
    private static final Pattern TEST =
            Pattern.compile("```java\n([^`]*?import rondo\\.testkit\\.junit\\.[^`]*?class (\\w+)[^`]*?)```");
    private static final int LEAST = 4;

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> testOfThePagePasses() throws IOException {
        List<MatchResult> found = TEST.matcher(Files.readString(PAGE)).results().toList();
        assertThat(found).hasSizeGreaterThanOrEqualTo(LEAST);
        return found.stream().map(test -> DynamicTest.dynamicTest(test.group(2), () -> check(test)));
    }

    private void check(MatchResult test) throws IOException, ClassNotFoundException {
        Path source = Files.writeString(folder.resolve(test.group(2) + ".java"), test.group(1));
        compile(source);
        try (var loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            var listener = new SummaryGeneratingListener();
            var request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(loader.loadClass(test.group(2))))
                    .build();
            LauncherFactory.create().execute(request, listener);

            assertThat(listener.getSummary().getFailures()).isEmpty();
            assertThat(listener.getSummary().getTestsSucceededCount()).isPositive();
        }
    }

    private void compile(Path source) {
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        var path = new ArrayList<String>();
        for (String property : List.of("java.class.path", "jdk.module.path")) {
            path.add(System.getProperty(property, ""));
        }
        int status = javac.run(
                System.out,
                System.err,
                "-proc:none",
                "-cp",
                String.join(File.pathSeparator, path),
                "-d",
                folder.toString(),
                source.toString());
        assertThat(status).as("%s compiles", source).isZero();
    }
}
