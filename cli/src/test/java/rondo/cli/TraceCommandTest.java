package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/// What `rondo trace` writes of a real run.
final class TraceCommandTest {
    private static final String PROGRAM = """
            import static rondo.Rondo.*;

            import java.time.Duration;

            void main(String[] arguments) {
                run(() -> {
                    var child = createTask("child", () -> sleep(Duration.ofMillis(5)));
                    gather(child, () -> "other");
                    createTask("late", () -> sleep(Duration.ofDays(1))).cancel("not needed");
                    if (arguments.length > 0) {
                        System.exit(7);
                    }
                });
            }
            """;

    @TempDir
    private Path folder;

    private RondoProcess.Ended trace(String file, String... arguments) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("Program.java"), PROGRAM);
        var command = new ArrayList<>(List.of("trace", "-o", file, "Program.java"));
        command.addAll(List.of(arguments));
        return RondoProcess.start(folder, command.toArray(String[]::new)).end();
    }

    @Test
    void diagramsComeFromTheRun() throws IOException, InterruptedException {
        var ended = trace("trace.md");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("rondo trace: wrote trace.md");
        assertThat(Files.readString(folder.resolve("trace.md")))
                .contains(
                        "Running --> Done: Return value 3", "Pending --> Cancelled: Cancelled before its first step 1")
                .contains("gather of 2: ended well", "child<br/>returned");
    }

    /// The rules of the Trace Event Format that Perfetto insists on: complete slices of a track nest or follow
    /// each other, and what begins under an id ends under it.
    @Test
    void perfettoFileIsWellFormed() throws IOException, InterruptedException {
        trace("trace.json.gz");

        try (var in = new GZIPInputStream(Files.newInputStream(folder.resolve("trace.json.gz")))) {
            var events = (List<?>) required(JSON.std.mapFrom(in), "traceEvents");
            var open = new HashMap<String, Integer>();
            double end = 0;
            for (Object each : events) {
                var event = (Map<?, ?>) each;
                switch ((String) required(event, "ph")) {
                    case "X" -> {
                        double from = number(event, "ts");
                        assertThat(from).as(event.toString()).isGreaterThanOrEqualTo(end - 0.0005);
                        end = from + number(event, "dur");
                    }
                    case "b" -> open.merge(event.get("id") + " " + event.get("name"), 1, Integer::sum);
                    case "e" -> open.merge(event.get("id") + " " + event.get("name"), -1, Integer::sum);
                    default -> assertThat((String) required(event, "ph")).isIn("M", "C", "n", "s", "f");
                }
            }
            assertThat(end).isPositive();
            assertThat(open).isNotEmpty();
            assertThat(open.values()).containsOnly(0);
        }
    }

    private static double number(Map<?, ?> event, String name) {
        return ((Number) required(event, name)).doubleValue();
    }

    private static Object required(Map<?, ?> object, String name) {
        return Objects.requireNonNull(object.get(name), name);
    }

    @Test
    void programThatExitsIsTracedAndKeepsItsStatus() throws IOException, InterruptedException {
        var ended = trace("trace.html", "exit");

        assertThat(ended.status()).isEqualTo(7);
        assertThat(folder.resolve("trace.html"))
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("child");
    }

    @Test
    void fileOfAnUnknownEndingIsRefusedBeforeTheRun() throws IOException, InterruptedException {
        var ended = trace("trace.png");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("trace.png ends in nothing that a trace can be; use .md, .json.gz or .html");
    }

    @Test
    void programWithoutALoopHasNoTrace() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("Program.java"), "void main() {}");

        var ended = RondoProcess.start(folder, "trace", "Program.java").end();

        assertThat(ended.err()).contains("the program ran no event loop, so there is no trace");
        assertThat(folder.resolve("trace.html")).doesNotExist();
    }
}
