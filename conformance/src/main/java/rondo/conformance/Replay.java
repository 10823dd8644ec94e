package rondo.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rondo.loop.CarrierChoice;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/// Replays scenarios: one JSON line in, one JSON line out, in order; `conformance/replay` starts it.
///
/// A line that is no scenario is reported, and the rest still runs.
public final class Replay {
    private static final int WRONG_USE = 2;

    private final CarrierChoice carrier;
    private final boolean check;
    private final PrintStream out;
    private final PrintStream err;
    private int lineNumber;
    private int passed;
    private int failed;

    private Replay(CarrierChoice carrier, boolean check, PrintStream out, PrintStream err) {
        this.carrier = carrier;
        this.check = check;
        this.out = out;
        this.err = err;
    }

    /// Reads scenarios from standard input.
    ///
    /// @param arguments `--carrier direct|baton`, `--check`
    /// @throws IOException if standard input cannot be read
    public static void main(String[] arguments) throws IOException {
        PrintStream out =
                new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, UTF_8);
        int status;
        try (var in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            status = run(List.of(arguments), in, out, System.err);
        }
        out.flush();
        System.exit(status);
    }

    /// Does what [#main(String\[\])] does, on given streams.
    ///
    /// @return the exit status: 0; 1 if a line was no scenario or, under `--check`, a trace differed; 2 if the
    ///     arguments are wrong
    static int run(List<String> arguments, BufferedReader in, PrintStream out, PrintStream err) throws IOException {
        CarrierChoice carrier = CarrierChoice.AUTO;
        boolean check = false;
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            CarrierChoice named = argument.equals("--carrier") && rest.hasNext() ? carrier(rest.next()) : null;
            if (named != null) {
                carrier = named;
            } else if (argument.equals("--check")) {
                check = true;
            } else {
                err.println("usage: conformance/replay [--carrier direct|baton] [--check] < scenarios.jsonl");
                return WRONG_USE;
            }
        }
        return new Replay(carrier, check, out, err).all(in);
    }

    private static @Nullable CarrierChoice carrier(String name) {
        return switch (name) {
            case "direct" -> CarrierChoice.DIRECT;
            case "baton" -> CarrierChoice.BATON;
            default -> null;
        };
    }

    private int all(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lineNumber++;
            if (!line.isBlank()) {
                one(line);
            }
            if (!in.ready()) {
                out.flush(); // whoever feeds us may be waiting for the answer
            }
        }
        if (check) {
            out.println(passed + " passed, " + failed + " failed");
        }
        return failed == 0 ? 0 : 1;
    }

    private void one(String line) {
        Map<?, ?> record;
        try {
            record = JSON.std.mapFrom(line);
        } catch (JacksonException e) {
            report("line", lineNumber, "not a JSON object: " + e.getOriginalMessage());
            return;
        }
        Object id = record.get("id");
        try {
            List<String> trace = Playback.play(Program.of(record.get("program")), carrier);
            if (check) {
                compare(id, record.get("trace"), trace);
            } else {
                print("id", id, "trace", trace);
                passed++;
            }
        } catch (ScenarioException e) {
            report("id", id, String.valueOf(e.getMessage()));
        } catch (RuntimeException | AssertionError e) { // Rondo's bug, or this interpreter's; the rest still runs
            report("id", id, "broke the loop: " + e);
            e.printStackTrace(err);
        }
    }

    private void compare(@Nullable Object id, @Nullable Object recorded, List<String> trace) {
        if (trace.equals(recorded)) {
            passed++;
        } else {
            failed++;
            err.println(id + ": "
                    + (recorded instanceof List<?> expected
                            ? Difference.describe(expected, trace)
                            : "has no trace to compare with"));
        }
    }

    private void report(String key, @Nullable Object which, String problem) {
        failed++;
        err.println((key.equals("line") ? "line " : "") + which + ": " + problem);
        if (!check) {
            print(key, which, "error", problem);
        }
    }

    private void print(String key, @Nullable Object which, String resultKey, Object result) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put(key, which);
        line.put(resultKey, result);
        out.println(JSON.std.asString(line));
    }
}
