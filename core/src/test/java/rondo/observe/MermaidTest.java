package rondo.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How texts are written in diagrams; that the real Mermaid reads them so is tested where there is a browser.
final class MermaidTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "a plain name, 3.5 ms ~ a plain name, 3.5 ms",
                "failed: no luck ~ failed: no luck",
                "a\"];b ~ a#34;#93;#59;b",
                "style a:#f00 ~ style a#58;#35;f00",
                "fa:fa-car ~ fa#58;\u2060fa-car",
                "$$x$$ ~ $\u2060$x$\u2060$",
                "tab\tbell\u0007end ~ tab bell end",
                "line\u2028line ~ line line",
                "half a pair \ud83e! ~ half a pair \ufffd!",
                "🦆 ~ 🦆"
            })
    void textIsNothingButText(String plain, String written) {
        assertThat(Mermaid.text(plain)).isEqualTo(written);
    }

    @Test
    void longTextIsCutBetweenCharacters() {
        assertThat(Mermaid.text("x".repeat(1_000))).isEqualTo("x".repeat(200) + "…");
        assertThat(Mermaid.text("#".repeat(1_000))).isEqualTo("#35;".repeat(50) + "…");
        assertThat(Mermaid.text("x" + "🦆".repeat(1_000))).isEqualTo("x" + "🦆".repeat(100) + "…");
    }
}
