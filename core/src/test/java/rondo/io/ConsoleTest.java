package rondo.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.task.Runner;

/// Standard input, through the process's own.
@Timeout(60)
final class ConsoleTest {
    private final InputStream in = System.in;
    private final PrintStream out = System.out;

    @AfterEach
    void restore() {
        System.setIn(in);
        System.setOut(out);
    }

    @Test
    void asksAndReadsAndLeavesTheRestToTheNextLoop() {
        var printed = new ByteArrayOutputStream();
        System.setIn(new ByteArrayInputStream("one\ntwo\n".getBytes(UTF_8)));
        System.setOut(new PrintStream(printed, false, UTF_8));

        try (var first = new Runner()) {
            assertThat(first.<@Nullable String>run(() -> Console.readLine("who? ")))
                    .isEqualTo("one");
        }
        try (var second = new Runner()) {
            assertThat(second.<@Nullable String>run(() -> Console.readLine())).isEqualTo("two");
        }

        assertThat(printed.toString(UTF_8)).isEqualTo("who? ");
    }
}
