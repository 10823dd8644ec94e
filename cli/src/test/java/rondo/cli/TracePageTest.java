package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
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

    @TempDir
    private static Path shared;

    @SuppressWarnings("NullAway.Init")
    private static Browser browser;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openBrowser() throws IOException, InterruptedException {
        browser = Browser.start(shared);
    }

    @AfterAll
    @SuppressWarnings("ConstantValue") // null where there is no Chromium
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
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
        assertThat(texts("svg .step title")).anyMatch(bar -> bar.startsWith("a step of child, "));
        assertThat(texts("svg .await title"))
                .anyMatch(bar -> bar.startsWith("awaits a gather of 2, "))
                .filteredOn(bar -> bar.startsWith("awaits a sleep, "))
                .hasSizeGreaterThanOrEqualTo(3); // that of the forgotten one too, which goes on
        assertThat(texts("svg .gone title")).anyMatch(bar -> bar.startsWith("cancel requested by "));
        assertThat(texts("li li li")).hasSize(2).first().isEqualTo("child: returned");
        assertThat(count("pre.mermaid")).isEqualTo(4);
        assertThat(count("img, script")).isZero();
        assertQuiet(address);
    }

    @Test
    void diagramsOfThePageAreMermaid() throws IOException, InterruptedException {
        open(FAMILY);
        List<String> diagrams = List.of(
                browser.text("[...document.querySelectorAll('pre.mermaid')].map(each => each.textContent).join('\\f')")
                        .split("\f", -1));

        MermaidPage mermaid = MermaidPage.open(browser, folder);

        assertThat(diagrams)
                .hasSize(4)
                .allSatisfy(
                        diagram -> assertThat(mermaid.draw(diagram)).as(diagram).isEmpty());
    }

    @Test
    void timelineStandsUnderItsAxisAndBesideItsNames() throws IOException, InterruptedException {
        open(FAMILY);

        // each bar begins where its text and the axis say, but for their rounding; no name reaches into the bars
        assertThat(browser.evaluate("""
                (() => {
                    const units = {ns: 1, µs: 1e3, ms: 1e6, s: 1e9};
                    const nanos = text => { const [, n, unit] = /([\\d.]+) (ns|µs|ms|s)$/.exec(text); return n * units[unit]; };
                    const axis = [...document.querySelectorAll('svg text[text-anchor]')];
                    const last = axis.at(-1).getBBox();
                    const left = axis[0].getBBox().x;
                    const width = last.x + last.width - left;
                    const total = nanos(axis.at(-1).textContent);
                    const rounding = width * (total < 1e10 ? 1e5 : 1e8) / total;
                    const bars = [...document.querySelectorAll('svg rect[class]')];
                    return bars.every(bar => {
                        const at = nanos(bar.textContent.split(', at ').at(-1));
                        return Math.abs(bar.getBBox().x - left - at / total * width) < 3 + rounding;
                    }) && document.querySelector('#names rect').getBBox().width < Math.min(...bars.map(bar => bar.getBBox().x));
                })()""")).isEqualTo(true);
        browser.await(
                "[...document.querySelectorAll('svg text title')].some(title => title.textContent.endsWith('WWW'))");
    }

    @Test
    void tenThousandTasksAreAPageToo() throws IOException, InterruptedException {
        String address = open(CROWD);

        assertThat(browser.text("document.body.innerText")).contains("10000 tasks created", "Left out: 9851 tasks, ");
        assertThat(count("svg text:has(title)")).isEqualTo(150);
        assertThat(count("svg rect[class]")).isBetween(300, 8_000);
        assertThat(Files.size(folder.resolve("trace.html"))).isLessThan(2_000_000);
        assertQuiet(address);
    }

    @Test
    void pageFollowsTheReadersColoursAndKeyboard() throws IOException, InterruptedException {
        String address = open(FAMILY);
        String light = browser.text("getComputedStyle(document.querySelector('svg text')).fill");
        browser.dark(true);

        assertThat(light).isEqualTo("rgb(0, 0, 0)");
        browser.await("getComputedStyle(document.querySelector('svg text')).fill === 'rgb(255, 255, 255)'");
        browser.press("Tab");
        browser.await("document.activeElement.className === 'mermaid'");
        browser.press("End");
        browser.await("document.activeElement.scrollTop + document.activeElement.clientHeight"
                + " >= document.activeElement.scrollHeight - 1");
        assertQuiet(address);
    }

    @Test
    void pageFitsIntoANarrowWindow() throws IOException, InterruptedException {
        open(FAMILY);
        browser.resize(600, 800);

        browser.await("document.documentElement.scrollWidth <= 600");
    }
}
