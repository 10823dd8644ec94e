package rondo.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What does `conformance/replay` print, and how does it end?
class ReplayTest {
    private static final String SLEEPS =
            "{\"id\":\"sleeps\",\"program\":{\"objects\":{},\"coroutines\":{\"main\":[[\"sleep\",3]]}},"
                    + "\"trace\":[\"3 main sleep ok\",\"3 main end null\"]}";
    private static final String LOGS =
            "{\"id\":\"logs\",\"program\":{\"coroutines\":{\"main\":[[\"log\",\"hello\"],[\"return\",[1,null]]]}}}";
    private static final String FLIES =
            "{\"id\":\"flies\",\"program\":{\"coroutines\":{\"main\":[[\"repeat\",1,[[\"fly\",1]]]]}}}";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void tracesComeInTheOrderOfTheScenarios() throws IOException {
        int status = replay(List.of(), LOGS, SLEEPS);

        assertThat(lines(out))
                .containsExactly(
                        "{\"id\":\"logs\",\"trace\":[\"0 main log hello\",\"0 main end [1,null]\"]}",
                        "{\"id\":\"sleeps\",\"trace\":[\"3 main sleep ok\",\"3 main end null\"]}");
        assertThat(status).isZero();
    }

    @Test
    void theBatonCarrierGivesTheSameTrace() throws IOException {
        int status = replay(List.of("--carrier", "baton"), SLEEPS);

        assertThat(lines(out))
                .containsExactly("{\"id\":\"sleeps\",\"trace\":[\"3 main sleep ok\",\"3 main end null\"]}");
        assertThat(status).isZero();
    }

    @Test
    void anUnknownOperationIsNamedAndTheRestStillRuns() throws IOException {
        int status = replay(List.of(), FLIES, SLEEPS);

        assertThat(lines(out)).hasSize(2).first().isEqualTo("{\"id\":\"flies\",\"error\":\"unknown operation: fly\"}");
        assertThat(lines(err)).containsExactly("flies: unknown operation: fly");
        assertThat(status).isOne();
    }

    @Test
    void aLineThatIsNotJsonIsNamedByItsNumberAndTheRestStillRuns() throws IOException {
        int status = replay(List.of(), SLEEPS, "{\"id\":", "", "[1]", SLEEPS);

        assertThat(lines(out)).hasSize(4);
        assertThat(lines(out).get(1)).startsWith("{\"line\":2,\"error\":\"not a JSON object");
        assertThat(lines(out).get(2)).startsWith("{\"line\":4,\"error\":\"not a JSON object");
        assertThat(status).isOne();
    }

    @Test
    void aProgramThatIsNotOneIsNamed() throws IOException {
        int status = replay(
                List.of(), "{\"id\":7,\"program\":{\"coroutines\":{\"main\":[[\"sleep\",\"long\"]]}}}", "{\"id\":8}");

        assertThat(lines(err))
                .containsExactly("7: needs a time in whole units: [sleep, long]", "8: not a program: null");
        assertThat(status).isOne();
    }

    @Test
    void checkCountsWhatPassesAndShowsWhereTheRestDiffers() throws IOException {
        String wrong = SLEEPS.replace("3 main end", "4 main end");

        int status = replay(List.of("--check"), SLEEPS, wrong, FLIES);

        assertThat(lines(out)).containsExactly("1 passed, 2 failed");
        assertThat(lines(err))
                .contains(
                        "sleeps: differs in line 2 of 2", "  expected: 4 main end null", "  actual:   3 main end null");
        assertThat(status).isOne();
    }

    @Test
    void checkEndsWellWhenAllPass() throws IOException {
        int status = replay(List.of("--check"), SLEEPS, SLEEPS);

        assertThat(lines(out)).containsExactly("2 passed, 0 failed");
        assertThat(status).isZero();
    }

    @Test
    void wrongArgumentsAreAnsweredWithTheUsage() throws IOException {
        int status = replay(List.of("--carrier", "pigeon"), SLEEPS);

        assertThat(lines(err)).singleElement().asString().startsWith("usage: conformance/replay");
        assertThat(status).isEqualTo(2);
    }

    private int replay(List<String> arguments, String... lines) throws IOException {
        try (var in = new BufferedReader(new StringReader(String.join("\n", lines)));
                var printed = new PrintStream(out, true, UTF_8);
                var reported = new PrintStream(err, true, UTF_8)) {
            return Replay.run(arguments, in, printed, reported);
        }
    }

    private static List<String> lines(ByteArrayOutputStream bytes) {
        return bytes.toString(UTF_8).lines().toList();
    }
}
