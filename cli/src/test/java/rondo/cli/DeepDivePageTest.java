package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/deep-dive.md` is what `rondo trace` draws of `examples/DeepDive.java`. Numbers differ from run to run,
/// so they are left out of the comparison; `-Ddocs.write=true` writes the page anew, and takes its pictures.
final class DeepDivePageTest {
    private static final Path PAGE = Path.of("..", "docs", "deep-dive.md");
    private static final Path PROGRAM = Path.of("..", "examples", "DeepDive.java");
    private static final Path PICTURES = Path.of("..", "docs", "pictures");
    private static final List<String> PICTURE_NAMES = List.of("tick", "states", "calls", "cancellations");
    private static final String INTRODUCTION = """
            # The deep dive, drawn from a run

            These are the four diagrams that Rondo was made from, drawn by the run itself: `examples/DeepDive.java` makes real requests to a real server, and
            `rondo trace` watches its loop.

            ```
            ./rondo trace -o trace.md examples/DeepDive.java
            ```

            GitHub draws the diagrams of this page with Mermaid. So drawn, as pictures:
            [the tick](pictures/deep-dive-tick.png), [the states](pictures/deep-dive-states.png),
            [the calls](pictures/deep-dive-calls.png), [the cancellations](pictures/deep-dive-cancellations.png).

            """;

    @TempDir
    private Path folder;

    private String drawn = "";
    private String page = "";

    @BeforeEach
    void draw() throws IOException, InterruptedException {
        var ended = RondoProcess.start(
                        folder,
                        "trace",
                        "-o",
                        "trace.md",
                        PROGRAM.toAbsolutePath().toString())
                .end();
        assertThat(ended.status()).as(ended.err()).isZero();
        var trace = Files.readString(folder.resolve("trace.md"));
        drawn = INTRODUCTION + trace.substring(trace.indexOf("Loop `"));
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, drawn);
            takePictures();
        }
        page = Files.readString(PAGE);
    }

    private void takePictures() throws IOException, InterruptedException {
        try (var browser = Browser.start(folder)) {
            var mermaid = MermaidPage.open(browser, folder);
            List<String> diagrams = MermaidPage.blocks(drawn);
            for (int i = 0; i < diagrams.size(); i++) {
                assertThat(mermaid.draw(diagrams.get(i))).isEmpty();
                Files.write(picture(PICTURE_NAMES.get(i)), mermaid.picture());
            }
        }
    }

    private static Path picture(String name) {
        return PICTURES.resolve("deep-dive-" + name + ".png");
    }

    @Test
    void pageHasAPictureOfEachDiagram() {
        assertThat(MermaidPage.blocks(page)).hasSameSizeAs(PICTURE_NAMES);
        assertThat(PICTURE_NAMES)
                .allSatisfy(name -> assertThat(page).contains("(pictures/deep-dive-" + name + ".png)"))
                .allSatisfy(name -> assertThat(picture(name)).isNotEmptyFile());
    }

    @Test
    void pageShowsWhatTheProgramDraws() {
        assertThat(page).startsWith(INTRODUCTION);
        assertThat(edges(section(page, "Event loop internals")))
                .isEqualTo(edges(section(drawn, "Event loop internals")));
        assertThat(edges(section(page, "Task lifecycle states")))
                .isEqualTo(edges(section(drawn, "Task lifecycle states")));
        assertThat(calls(page)).isEqualTo(calls(drawn)).hasSizeGreaterThan(10);
        for (String text : List.of(page, drawn)) {
            assertThat(section(text, "Timeout and cancellation"))
                    .contains("participant EL as Event Loop", "TM-xT", "raises TimeoutException", " as waiting");
        }
    }

    private static String section(String page, String heading) {
        int from = page.indexOf("## " + heading);
        int to = page.indexOf("\n## ", from);
        return page.substring(from, to < 0 ? page.length() : to);
    }

    /// The lines of a diagram without their numbers and units.
    private static List<String> edges(String diagram) {
        return diagram.lines()
                .map(line -> line.replaceAll("[\\d.]+( ns| µs| ms| s)?", "N"))
                .toList();
    }

    /// What was called, in order: `gather of 8`, say.
    private static List<String> calls(String page) {
        return Pattern.compile("\\{\\{\"([^:\"]+):")
                .matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
