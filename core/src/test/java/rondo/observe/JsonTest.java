package rondo.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The JSON that monitors and traces are written in.
final class JsonTest {
    @Test
    void signsThatATerminalObeysAreSpeltOut() {
        String json = new Json()
                .object()
                .field("name", "\"a\\\u001b\u007f\u009b")
                .endObject()
                .toString();

        assertThat(json).isEqualTo("{\"name\":\"\\\"a\\\\\\u001b\\u007f\\u009b\"}");
    }

    @Test
    void halvesOfPairsAreSpeltOutSinceUtf8HasNone() {
        assertThat(new Json().value("\ud83c\udfb8 \ud800").toString()).isEqualTo("\"\\ud83c\\udfb8 \\ud800\"");
    }
}
