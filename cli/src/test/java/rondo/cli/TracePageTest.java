package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The page that `rondo trace` writes, as a colleague sees it to whom it was mailed.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no Chromium to start by name")
final class TracePageTest {
    private static final String FAMILY = """
            import static rondo.Rondo.*;

            import java.time.Duration;

            void main() {
                run(() -> {
                    createTask("forgotten", () -> sleep(Duration.ofDays(1)));
                    createTask("parent", () -> gather(
                            createTask("child", () -> sleep(Duration.ofMillis(5))),
                            createTask("<img src=x onerror=alert(1)> " + "W".repeat(500), () -> sleep(Duration.ofMillis(5)))))
                        .await();
                    createTask("late", () -> sleep(Duration.ofDays(1))).cancel("not needed");
                    sleep(Duration.ZERO);
                });
            }
            """;

    private static final String CROWD = """
            import static rondo.Rondo.*;

            import java.time.Duration;

            void main() {
                run(() -> taskGroup(group -> {
                    for (int i = 1; i <= 10_000; i++) {
                        int number = i;
                        group.createTask("guest " + i, () -> sleep(Duration.ofMillis(number % 50)));
                    }
                }));
            }
            """;

    private static final String HEADINGS = "[...document.querySelectorAll('.diagram h2')]";

    @TempDir
    private static Path shared;

    @AutoClose // none where the machine has no Chromium
    @SuppressWarnings("NullAway.Init")
    private static Browser browser;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openBrowser() throws IOException, InterruptedException {
        browser = Browser.start(shared);
    }

    @BeforeEach
    void makeOrdinaryWindow() {
        browser.resize(1_280, 800);
        browser.dark(false);
    }

    /// {@return the page's address, the only one that it may ask for}
    private String open(String program) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("Program.java"), program);
        var ended = RondoProcess.start(folder, "trace", "-o", "trace.html", "Program.java")
                .end();
        assertThat(ended.status()).as(ended.err()).isZero();
        String address = folder.resolve("trace.html").toUri().toString();
        browser.open(address);
        return address;
    }

    private static void assertQuiet(String address) {
        assertThat(browser.requests()).containsExactly(address);
        assertThat(browser.complaints()).isEmpty();
    }

    private static int count(String selector) {
        Object count = browser.evaluate("document.querySelectorAll('" + selector + "').length");
        return ((Number) Objects.requireNonNull(count)).intValue();
    }

    private static List<String> texts(String selector) {
        return browser.text("[...document.querySelectorAll('%s')].map(each => each.textContent).join('\\n')"
                        .formatted(selector))
                .lines()
                .toList();
    }

    @Test
    void pageShowsTheRunAndAsksNobody() throws IOException, InterruptedException {
        String address = open(FAMILY);

        assertThat(texts("h2"))
                .containsExactly(
                        "Timeline",
                        "Who created whom",
                        "Event loop internals",
                        "Task lifecycle states",
                        "gather, wait, TaskGroup, timeout",
                        "Timeout and cancellation");
        assertThat(texts("#timeline .step title")).anyMatch(bar -> bar.startsWith("a step of child, "));
        assertThat(texts("#timeline .await title"))
                .anyMatch(bar -> bar.startsWith("awaits a gather of 2, "))
                .filteredOn(bar -> bar.startsWith("awaits a sleep, "))
                .hasSizeGreaterThanOrEqualTo(3); // that of the forgotten one too, which goes on
        assertThat(texts("#timeline .gone title")).anyMatch(bar -> bar.startsWith("cancel requested by "));
        assertThat(texts("li li li")).hasSize(2).first().isEqualTo("child: returned");
        assertThat(count(".diagram pre")).isEqualTo(4);
        assertThat(count("img")).isZero();
        assertThat(count("body script")).isEqualTo(2); // Mermaid, packed, and what unpacks it
        assertQuiet(address);
    }

    // --- the diagrams ----------------------------------------------------------------------------

    /// Opens a page in a window that is too low for its diagrams.
    private String openAbove(String program) throws IOException, InterruptedException {
        browser.resize(1_280, 100);
        return open(program);
    }

    private static void set(int diagram, String text) {
        browser.evaluate("document.querySelectorAll('.diagram pre')[%d].textContent = %s".formatted(diagram, text));
    }

    private static String note(int diagram) {
        return browser.text("document.querySelectorAll('.note')[%d].textContent".formatted(diagram));
    }

    private static void lookAtEachDiagram() {
        for (int i = 0; i < 4; i++) {
            browser.evaluate("%s[%d].scrollIntoView()".formatted(HEADINGS, i));
            browser.await("document.querySelectorAll('.diagram')[%d].dataset.seen".formatted(i));
        }
    }

    @Test
    void diagramsAreDrawnOnceTheyComeIntoView() throws IOException, InterruptedException {
        String address = openAbove(FAMILY);
        assertThat(count(".drawing svg, head script")).isZero();

        lookAtEachDiagram();

        assertThat(count(".drawing:not([hidden]) svg")).isEqualTo(4);
        assertThat(count("details[open]")).isZero();
        assertThat(texts(".note")).allSatisfy(note -> assertThat(note).isEmpty());
        assertThat(browser.text("document.querySelector('.drawing').textContent"))
                .contains("Poll");
        assertQuiet(address);
    }

    @Test
    void namesAreTextInTheDrawings() throws IOException, InterruptedException {
        String address = openAbove(FAMILY);

        lookAtEachDiagram();

        assertThat(count(".drawing script, .drawing img, .drawing a, .drawing [onerror]"))
                .isZero();
        for (int i = 2; i < 4; i++) {
            assertThat(browser.text("document.querySelectorAll('.drawing')[%d].textContent".formatted(i)))
                    .contains("child")
                    .contains("<img");
        }
        assertQuiet(address);
    }

    @Test
    void diagramThatCannotBeDrawnSaysWhyAboveItsText() throws IOException, InterruptedException {
        openAbove(FAMILY);
        set(0, "'flowchart TD\\n    A[never closed'");
        set(1, "'flowchart TD\\n' + '    A --> B\\n'.repeat(5000)");
        set(2, "'flowchart TD\\n' + '    A --> B\\n'.repeat(600)");

        lookAtEachDiagram();

        assertThat(note(0)).startsWith("Not drawn: Parse error on line ");
        assertThat(note(1)).startsWith("Not drawn: it has 60012 characters, of which Mermaid draws 50000 at most");
        assertThat(note(2)).startsWith("Not drawn: ").contains("500"); // arrows
        assertThat(note(3)).isEmpty();
        assertThat(count(".drawing:not([hidden]) svg")).isEqualTo(1);
        assertThat(count("details[open]")).isEqualTo(3);
        assertThat(count("body > :not(h1, h2, p, svg, ul, section, script)")).isZero();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void diagramsAreTextWhereScriptsMayNotRun() throws IOException, InterruptedException {
        browser.scripts(false);
        try {
            openAbove(FAMILY);
            browser.evaluate(HEADINGS + ".at(-1).scrollIntoView()");

            assertThat(count("details[open] pre")).isEqualTo(4);
            assertThat(browser.text("document.body.innerText"))
                    .contains("sequenceDiagram")
                    .doesNotContain("Copy");
        } finally {
            browser.scripts(true);
        }
    }

    @Test
    void textOfADiagramIsCopied() throws IOException, InterruptedException {
        open(FAMILY);
        browser.evaluate("window.copies = []");
        String text = browser.text("document.querySelector('.diagram pre').textContent");
        String click = "document.querySelector('.diagram button').click()";

        browser.evaluate("Object.defineProperty(navigator, 'clipboard', {configurable: true,"
                + " value: {writeText: async text => copies.push(text)}})");
        browser.evaluate(click);
        browser.await("document.querySelector('.diagram button').textContent === 'Copied'");
        assertThat(browser.text("copies.join('|')")).isEqualTo(text);

        browser.evaluate("document.querySelector('.diagram details').open = true");
        browser.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})");
        browser.evaluate(click);
        browser.await("document.querySelector('.diagram button').textContent === 'Selected'");
        assertThat(browser.text("getSelection().toString()").strip()).isEqualTo(text.strip());
    }

    @Test
    void drawingsFollowTheReadersColours() throws IOException, InterruptedException {
        String address = open(FAMILY);
        lookAtEachDiagram();
        String colours =
                "[...document.querySelectorAll('.drawing > svg')].map(each => getComputedStyle(each).fill).join()";
        String dark = "rgb(204, 204, 204)";
        assertThat(browser.text(colours)).doesNotContain(dark);

        browser.dark(true);

        browser.await(colours + " === Array(4).fill('" + dark + "').join()");
        assertQuiet(address);
    }

    // --- the rest --------------------------------------------------------------------------------

    @Test
    void timelineStandsUnderItsAxisAndBesideItsNames() throws IOException, InterruptedException {
        open(FAMILY);

        // each bar begins where its text and the axis say, but for their rounding; no name reaches into the bars
        assertThat(browser.evaluate("""
                (() => {
                    const units = {ns: 1, µs: 1e3, ms: 1e6, s: 1e9};
                    const nanos = text => { const [, n, unit] = /([\\d.]+) (ns|µs|ms|s)$/.exec(text); return n * units[unit]; };
                    const axis = [...document.querySelectorAll('#timeline text[text-anchor]')];
                    const last = axis.at(-1).getBBox();
                    const left = axis[0].getBBox().x;
                    const width = last.x + last.width - left;
                    const total = nanos(axis.at(-1).textContent);
                    const rounding = width * (total < 1e10 ? 1e5 : 1e8) / total;
                    const bars = [...document.querySelectorAll('#timeline rect[class]')];
                    return bars.every(bar => {
                        const at = nanos(bar.textContent.split(', at ').at(-1));
                        return Math.abs(bar.getBBox().x - left - at / total * width) < 3 + rounding;
                    }) && document.querySelector('#names rect').getBBox().width < Math.min(...bars.map(bar => bar.getBBox().x));
                })()""")).isEqualTo(true);
        browser.await(
                "[...document.querySelectorAll('#timeline text title')].some(title => title.textContent.endsWith('WWW'))");
    }

    @Test
    void tenThousandTasksAreAPageToo() throws IOException, InterruptedException {
        String address = open(CROWD);

        assertThat(browser.text("document.body.innerText")).contains("10000 tasks created", "Left out: 9851 tasks, ");
        assertThat(count("#timeline text:has(title)")).isEqualTo(150);
        assertThat(count("#timeline rect[class]")).isBetween(300, 8_000);
        assertThat(Files.size(folder.resolve("trace.html"))).isLessThan(3_200_000); // Mermaid is 1.2 MB
        lookAtEachDiagram();
        assertThat(count(".drawing svg")).isEqualTo(4);
        assertQuiet(address);
    }

    @Test
    void pageFollowsTheReadersColoursAndKeyboard() throws IOException, InterruptedException {
        String address = open(FAMILY);
        String light = browser.text("getComputedStyle(document.querySelector('#timeline text')).fill");
        browser.dark(true);

        assertThat(light).isEqualTo("rgb(0, 0, 0)");
        browser.await("getComputedStyle(document.querySelector('#timeline text')).fill === 'rgb(255, 255, 255)'");
        browser.evaluate(HEADINGS + "[0].scrollIntoView()");
        browser.await("document.querySelector('.diagram').dataset.seen");
        for (String element : List.of("DIV", "SUMMARY")) {
            browser.press("Tab");
            browser.await("document.activeElement.tagName === '" + element + "'");
        }
        browser.press("Enter");
        browser.await("document.querySelector('details').open");
        for (String element : List.of("BUTTON", "PRE")) {
            browser.press("Tab");
            browser.await("document.activeElement.tagName === '" + element + "'");
        }
        assertQuiet(address);
    }

    @Test
    void pageFitsIntoANarrowWindow() throws IOException, InterruptedException {
        open(FAMILY);
        browser.resize(600, 800);

        browser.await("document.documentElement.scrollWidth <= 600");
    }
}
