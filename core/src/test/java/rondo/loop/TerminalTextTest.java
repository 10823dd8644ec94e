package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a terminal is given of a name that is no name.
final class TerminalTextTest {
    @ParameterizedTest
    @CsvSource({
        "001b, an escape sequence begins",
        "0007, a bell",
        "000a, an end of line",
        "007f, delete",
        "009b, an escape sequence in one character",
        "2028, another end of line",
        "202e, from right to left from here on",
        "2066, an isolate",
        "200b, a space of no width",
        "d800, half of a pair"
    })
    void whatIsNotShownIsSpeltOut(String digits, String what) {
        char sign = (char) Integer.parseInt(digits, 16);

        assertThat(TerminalText.of("a" + sign + "b")).as(what).isEqualTo("a\\u" + digits + "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Task-1", "caf\u00e9", "\u5bff\u53f8", "\u0634\u0627\u064a", "\ud83d\udc69\u200d\ud83c\udf73"
            })
    void whatIsShownStays(String name) {
        assertThat(TerminalText.of(name)).isSameAs(name);
    }

    @Test
    void signBeyondTheBasicPlaneIsSpeltAsItsPair() {
        assertThat(TerminalText.of("\udb40\udc67")).isEqualTo("\\udb40\\udc67");
    }
}
