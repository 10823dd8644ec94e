package rondo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.jr.ob.JSON;

/// A page of a browser that draws diagrams with the real Mermaid, set as GitHub sets it: nothing in a diagram is
/// run, and sizes have Mermaid's own limits.
final class MermaidPage {
    private static final String LIBRARY = "/rondo/observe/mermaid.min.js";
    private static final Pattern BLOCK = Pattern.compile("^```mermaid\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Mermaid</title>
            <style>body { margin: 16px; background: #fff; } #diagram { width: max-content; }</style>
            <body><div id="diagram"></div></body>
            <script src="mermaid.min.js"></script>
            <script>
            let drawn = 0;
            mermaid.initialize({startOnLoad: false, securityLevel: 'strict', flowchart: {useMaxWidth: false},
                sequence: {useMaxWidth: false}, state: {useMaxWidth: false}});
            async function draw(text) {
                const box = document.getElementById('diagram');
                box.innerHTML = '';
                try {
                    box.innerHTML = (await mermaid.render('diagram-' + drawn++, text)).svg;
                    return '';
                } catch (e) {
                    return String(e.message || e);
                }
            }
            </script>
            </html>
            """;

    private final Browser browser;

    private MermaidPage(Browser browser) {
        this.browser = browser;
    }

    /// Opens the page.
    ///
    /// @param folder where it can lie
    static MermaidPage open(Browser browser, Path folder) throws IOException {
        try (InputStream library = Objects.requireNonNull(MermaidPage.class.getResourceAsStream(LIBRARY), LIBRARY)) {
            Files.copy(library, folder.resolve("mermaid.min.js"));
        }
        browser.open(
                Files.writeString(folder.resolve("mermaid.html"), PAGE).toUri().toString());
        return new MermaidPage(browser);
    }

    /// {@return the diagrams of a Markdown text, in order}
    static List<String> blocks(String markdown) {
        return BLOCK.matcher(markdown).results().map(block -> block.group(1)).toList();
    }

    /// Draws a diagram in place of the one before.
    ///
    /// @return why Mermaid refuses it; empty where it does not
    String draw(String diagram) {
        return browser.text("draw(" + JSON.std.asString(diagram) + ")");
    }

    /// {@return what a person reads in the diagram, without white space, and without joiners that have no width}
    String words() {
        return browser.text("""
                (() => {
                    const copy = document.querySelector('#diagram svg').cloneNode(true);
                    copy.querySelectorAll('style').forEach(style => style.remove());
                    return copy.textContent;
                })()""").replaceAll("[\\s\\x{2060}]+", "");
    }

    /// {@return how many elements of the diagram a selector finds}
    int count(String selector) {
        Object count = browser.evaluate(
                "document.querySelectorAll(%s).length".formatted(JSON.std.asString("#diagram " + selector)));
        return ((Number) Objects.requireNonNull(count)).intValue();
    }

    /// {@return a picture of the whole diagram, as PNG}
    byte[] picture() {
        browser.resize(width(), height());
        return browser.screenshot();
    }

    private int width() {
        return pixels("right");
    }

    private int height() {
        return pixels("bottom");
    }

    private int pixels(String side) {
        Object at = browser.evaluate(
                "Math.ceil(document.querySelector('#diagram svg').getBoundingClientRect().%s) + 16".formatted(side));
        return ((Number) Objects.requireNonNull(at)).intValue();
    }
}
