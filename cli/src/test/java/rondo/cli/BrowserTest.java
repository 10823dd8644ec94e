package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The browser that the tests of pages use. `.ci/run` looks for these names: they show that there was one.
final class BrowserTest {
    @TempDir
    private Path folder;

    private String page(String html) throws IOException {
        return Files.writeString(folder.resolve("page.html"), "<!DOCTYPE html>\n" + html)
                .toUri()
                .toString();
    }

    @Test
    void chromiumShowsAPageThatAPersonUses() throws IOException, InterruptedException {
        try (var browser = Browser.start(folder)) {
            browser.resize(300, 200);
            browser.dark(true);
            browser.open(page("""
                    <style>body { background: #fff; } @media (prefers-color-scheme: dark) { body { background: #000; } }</style>
                    <input id="name"><button id="clear">clear</button>
                    <script>
                    const keys = [];
                    document.addEventListener('keydown', event => keys.push(event.key));
                    document.getElementById('clear').onclick = () => { document.getElementById('name').value = ''; };
                    </script>
                    """));

            browser.evaluate("document.getElementById('name').focus()");
            browser.type("some text");
            browser.press("!");
            browser.press("ArrowDown");

            browser.await("document.getElementById('name').value === 'some text!'");
            assertThat(browser.text("keys.join()")).isEqualTo("!,ArrowDown");
            assertThat(browser.text("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(0, 0, 0)");
            browser.click("#clear");
            browser.await("document.getElementById('name').value === ''");
            assertThat(browser.screenshot()).startsWith(0x89, 'P', 'N', 'G');
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void chromiumTellsOfEachRequestAndEachComplaint() throws IOException, InterruptedException {
        try (var browser = Browser.start(folder)) {
            browser.open(page("""
                    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; connect-src http:">
                    <img src="http://127.0.0.1:1/picture">
                    <script>
                    console.error('an error', 7);
                    fetch('http://example.invalid/').catch(e => { document.title = e.message; });
                    setTimeout(() => { throw new Error('thrown'); });
                    </script>
                    """));

            browser.await("document.title === 'Failed to fetch'");
            assertThat(browser.requests()).contains("http://example.invalid/");
            assertThat(browser.complaints())
                    .anyMatch(each -> each.contains("an error"))
                    .anyMatch(each -> each.contains("Error: thrown"))
                    .anyMatch(each -> each.contains("http://127.0.0.1:1/picture"))
                    .anyMatch(each -> each.contains("ERR_NAME_NOT_RESOLVED"));
        }
    }
}
