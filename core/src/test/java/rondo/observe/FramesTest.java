package rondo.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a frame is written.
final class FramesTest {
    @ParameterizedTest
    @CsvSource({
        "Shop.java, 7, Shop.java:7",
        "Shop.java, -1, Shop.java",
        "Shop.java, -2, Native Method",
        ", -1, Unknown Source",
        ", 7, Unknown Source"
    })
    void placeOfAFrameIsWrittenAsJavaDoes(@Nullable String file, int line, String place) {
        var frame = new StackTraceElement("app", "a.module", "1", "shop.Shop", "serve", file, line);

        assertThat(Frames.text(frame)).isEqualTo("shop.Shop.serve(" + place + ")");
    }
}
