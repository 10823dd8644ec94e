package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rondo.Rondo;
import rondo.observe.Trace;
import rondo.task.CancelledError;
import rondo.task.Task;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationOptions;

/// Every diagram of the documentation and of a trace is drawn by the real Mermaid.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no Chromium to start by name")
final class MermaidTest {
    private static final Path ROOT = Path.of("..");

    @TempDir
    private static Path shared;

    @AutoClose // none where the machine has no Chromium
    @SuppressWarnings("NullAway.Init")
    private static Browser browser;

    @SuppressWarnings("NullAway.Init")
    private static MermaidPage page;

    @BeforeAll
    static void openPage() throws IOException, InterruptedException {
        browser = Browser.start(shared);
        page = MermaidPage.open(browser, shared);
    }

    private static void assertDrawn(String name, String markdown) {
        List<String> blocks = MermaidPage.blocks(markdown);
        for (int i = 0; i < blocks.size(); i++) {
            assertThat(page.draw(blocks.get(i)))
                    .as("diagram %d of %s:%n%s", i + 1, name, blocks.get(i))
                    .isEmpty();
            assertThat(page.count("svg")).isEqualTo(1);
        }
    }

    @Test
    void mermaidRefusesWhatIsNoDiagram() {
        assertThat(page.draw("flowchart TD\n    A[\"never closed\n")).contains("Parse error");
    }

    @Test
    void diagramsOfTheDocumentationAreDrawn() throws IOException {
        var pages = new ArrayList<Path>();
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> top = Files.list(ROOT)) {
            Stream.concat(docs, top)
                    .filter(each -> each.toString().endsWith(".md"))
                    .forEach(pages::add);
        }
        int diagrams = 0;
        for (Path each : pages) {
            String text = Files.readString(each);
            diagrams += MermaidPage.blocks(text).size();
            assertDrawn(each.toString(), text);
        }
        assertThat(diagrams).isGreaterThanOrEqualTo(7);
    }

    // --- traces ----------------------------------------------------------------------------------

    static List<String> hostileNames() {
        return List.of(
                "end",
                "end of it",
                "a\"]; click <script>alert(1)</script>\nend",
                "<img src=x onerror=alert(1)>",
                "\"double\" 'single' `back`",
                "[a] {b} (c) |d| <e> \\f /g/",
                "A-->B; B-xA; A->>B: x",
                "%% a comment",
                "%%{init: {\"theme\": \"dark\"}}%%",
                "#quot; &lt; &#35; #9829;",
                "1. first",
                "- item",
                "# heading",
                "> quoted",
                "**bold** _slanted_ *both* ~~gone~~ __strong__",
                "[text](http://example.invalid/)",
                "http://example.invalid/a?b=c&d=e",
                "$$x^2$$",
                "fa:fa-car",
                ":::wide",
                "wrap: this",
                "nowrap: this",
                "over x: y",
                "subgraph",
                "participant x as y",
                "T1@{ shape: rect }",
                "style T1 fill:#f00",
                "日本語 Žluťoučký кот 🦆 עברית",
                "line separator \u2028 tab \t bell \u0007 escape \u001b null \u0000 end",
                "half a pair \ud83e and soft\u00adhyphen",
                "very long ".repeat(10_000),
                "x".repeat(100_000));
    }

    /// How the beginning of a name is to be read, without its white space.
    private static String words(String name, int atMost) {
        return name.substring(0, Math.min(name.length(), atMost))
                .replaceAll("[\\s\\p{Cc}\\x{2028}]+", "")
                .replaceAll("\\p{Cs}", "\ufffd");
    }

    private static Trace trace(String name) {
        var trace = new AtomicReference<@Nullable Trace>();
        Rondo.run(() -> trace.set(Trace.record(() -> {
            Task.current().name(name);
            Task<@Nullable Void> asleep = Rondo.createTask(name, () -> Rondo.sleep(Duration.ofDays(1)));
            Task<@Nullable Void> fails = Rondo.createTask(name, () -> {
                Rondo.sleep(Duration.ZERO);
                throw new IllegalStateException(name);
            });
            try {
                Rondo.gather(asleep, fails);
            } catch (IllegalStateException e) {
                asleep.cancel(name);
            }
            try {
                asleep.await();
            } catch (CancelledError e) {
                assertThat(e).isNotNull();
            }
        })));
        Trace made = trace.get();
        assert made != null;
        return made;
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void namesAreTextInEachDiagramOfATrace(String name) throws IOException {
        Path file = shared.resolve("trace.md");
        trace(name).write(file);

        String markdown = Files.readString(file);
        List<String> blocks = MermaidPage.blocks(markdown);
        assertThat(blocks).hasSize(4);
        assertDrawn("a trace", markdown);
        for (String block : blocks.subList(2, 4)) {
            page.draw(block);
            assertThat(page.words()).contains(words(name, 50));
            assertThat(page.count("script, img, a, i, strong, em, math")).isZero();
        }
        assertThat(browser.complaints()).isEmpty();
    }

    /// As much as a trace draws: names that are long in a diagram, more calls and more members than it shows.
    @Test
    void largestDiagramsOfATraceAreDrawn() {
        var trace = new AtomicReference<@Nullable Trace>();
        Rondo.run(() -> trace.set(Trace.record(() -> {
            Task<?>[] tasks = new Task<?>[12];
            Arrays.setAll(tasks, i -> Rondo.createTask("#".repeat(1_000), () -> Rondo.sleep(Duration.ZERO)));
            for (int i = 0; i < 200; i++) {
                Rondo.gather(List.of(tasks));
                Rondo.createTask(";".repeat(1_000), () -> Rondo.sleep(Duration.ofDays(1)))
                        .cancel("&".repeat(1_000));
            }
            for (int i = 0; i < 200; i++) {
                Task<@Nullable Void> each = Rondo.createTask("<".repeat(1_000), () -> Rondo.sleep(Duration.ZERO));
                Rondo.gather(each, each);
            }
        })));

        Trace made = trace.get();
        assert made != null;
        assertDrawn("a crowded trace", made.markdown());
        assertThat(MermaidPage.blocks(made.markdown()).subList(2, 4))
                .allSatisfy(diagram -> assertThat(diagram).contains("left out"));
    }

    @Test
    void namesAreTextInTheDiagramOfASimulation() {
        for (String name : hostileNames()) {
            String diagram = Simulation.replay(
                            SimulationOptions.defaults(),
                            simulation -> Rondo.createTask(name, () -> Rondo.sleep(Duration.ofSeconds(1)))
                                    .await())
                    .trace()
                    .diagram();

            assertThat(page.draw(diagram)).as(diagram).isEmpty();
            assertThat(page.words()).contains(words(name, 20));
        }
    }
}
