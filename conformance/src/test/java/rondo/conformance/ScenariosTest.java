package rondo.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import rondo.loop.CarrierChoice;
import tools.jackson.jr.ob.JSON;

/// Does Rondo do what CPython's asyncio did? Every recorded scenario, on the carrier under test.
class ScenariosTest {
    /// The set that was handed to us, as it is.
    private static final Path RECORDED = Path.of("scenarios.jsonl");

    /// Ours: rare combinations, and what once found a bug.
    private static final Path EXTRA = Path.of("extra.jsonl");

    @TestFactory
    Stream<DynamicTest> everyRecordedScenarioHasCpythonsTrace() throws IOException {
        return replays(RECORDED);
    }

    @TestFactory
    Stream<DynamicTest> everyExtraScenarioHasCpythonsTrace() throws IOException {
        return replays(EXTRA);
    }

    @Test
    void theRecordedSetIsWhole() throws IOException {
        assertThat(Files.readAllLines(RECORDED)).hasSize(1_200);
    }

    private static Stream<DynamicTest> replays(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(JSON.std::mapFrom).map(ScenariosTest::replay);
    }

    private static DynamicTest replay(Map<String, Object> scenario) {
        String id = String.valueOf(scenario.get("id"));
        return DynamicTest.dynamicTest(id, () -> {
            List<?> expected = (List<?>) requireNonNull(scenario.get("trace"));

            List<String> actual = Playback.play(Program.of(scenario.get("program")), CarrierChoice.AUTO);

            assertThat(actual)
                    .withFailMessage(() -> id + " " + Difference.describe(expected, actual))
                    .isEqualTo(expected);
        });
    }
}
