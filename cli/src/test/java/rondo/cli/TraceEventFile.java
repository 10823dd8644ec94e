package rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.jr.ob.JSON;

/// A file in the Trace Event Format, and its rules: those of the format's document, and of Perfetto's page on it.
///
/// Perfetto orders events by their times, and leaves those of one time in the order of the file. So a file whose
/// events are in the order of their times is read as it stands, and the rules are checked in that order.
///
/// @param events the events, as JSON has them
record TraceEventFile(List<Event> events) {
    private static final int NANOSECOND_DECIMALS = 3;

    /// One event.
    record Event(Map<String, Object> json) {
        String phase() {
            return text("ph");
        }

        String name() {
            return text("name");
        }

        double begin() {
            return number("ts");
        }

        double end() {
            return begin() + number("dur");
        }

        /// {@return what tells an asynchronous slice or a flow from others}
        String identity() {
            return text("cat") + " " + Objects.requireNonNull(json.get("id"), () -> "no id: " + json);
        }

        String track() {
            return number("pid") + " " + number("tid");
        }

        String text(String field) {
            return (String) Objects.requireNonNull(json.get(field), () -> "no " + field + ": " + json);
        }

        double number(String field) {
            return ((Number) Objects.requireNonNull(json.get(field), () -> "no " + field + ": " + json)).doubleValue();
        }

        Map<String, Object> arguments() {
            return DevTools.object(json.get("args"));
        }

        @Override
        public String toString() {
            return json.toString();
        }
    }

    static TraceEventFile read(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            Map<String, Object> json = JSON.std.mapFrom(in);
            assertThat(json.get("displayTimeUnit")).isIn("ms", "ns");
            assertThat(json.get("otherData")).isInstanceOf(Map.class);
            var events = new ArrayList<Event>();
            for (Object each : (List<?>) Objects.requireNonNull(json.get("traceEvents"))) {
                events.add(new Event(DevTools.object(each)));
            }
            return new TraceEventFile(events);
        }
    }

    long count(String phase) {
        return of(phase).size();
    }

    private List<Event> of(String phases) {
        return events.stream().filter(event -> phases.contains(event.phase())).toList();
    }

    /// {@return how long the first asynchronous slice of this name lasted within that of a task, in us}
    double lasted(String task, String name) {
        Object id = of("b").stream()
                .filter(event -> event.name().equals(task))
                .findFirst()
                .orElseThrow()
                .identity();
        List<Event> both = of("be").stream()
                .filter(event -> event.identity().equals(id) && event.name().equals(name))
                .limit(2)
                .toList();
        return both.get(1).begin() - both.get(0).begin();
    }

    void assertKeepsTheRules() {
        events.forEach(TraceEventFile::assertHasItsFields);
        assertInOrderOfTime();
        assertSlicesOfATrackDoNotOverlap();
        assertAsynchronousSlicesNest();
        assertFlowsLeadFromSliceToSlice();
    }

    private static void assertHasItsFields(Event event) {
        assertThat(event.name()).as(event.toString()).isNotEmpty();
        assertThat(event.track()).as(event.toString()).isNotEmpty();
        switch (event.phase()) {
            case "M" -> {
                assertThat(event.name()).isIn("process_name", "thread_name");
                assertThat(event.arguments().get("name")).isInstanceOf(String.class);
            }
            case "C" -> {
                assertIsTime(event, "ts");
                assertThat(event.arguments().values())
                        .as(event.toString())
                        .isNotEmpty()
                        .allSatisfy(value ->
                                assertThat(((Number) value).longValue()).isNotNegative());
            }
            case "X" -> {
                assertIsTime(event, "ts");
                assertIsTime(event, "dur");
                assertThat(event.text("cat")).isNotEmpty();
            }
            case "b", "n", "e", "s", "f" -> {
                assertIsTime(event, "ts");
                assertThat(event.identity()).isNotEmpty();
            }
            default -> throw new AssertionError("the format has no such phase: " + event);
        }
    }

    /// Times are numbers of microseconds, exact to the nanosecond.
    private static void assertIsTime(Event event, String field) {
        double micros = event.number(field);
        assertThat(micros).as(event.toString()).isFinite().isNotNegative();
        assertThat(new BigDecimal(String.valueOf(event.json().get(field)))
                        .stripTrailingZeros()
                        .scale())
                .as(event.toString())
                .isLessThanOrEqualTo(NANOSECOND_DECIMALS);
    }

    private void assertInOrderOfTime() {
        double last = 0;
        for (Event event : of("XbneCsf")) {
            assertThat(event.begin()).as(event.toString()).isGreaterThanOrEqualTo(last);
            last = event.begin();
        }
    }

    private void assertSlicesOfATrackDoNotOverlap() {
        var ends = new HashMap<String, Double>();
        for (Event slice : of("X")) {
            double before = ends.getOrDefault(slice.track(), 0.0);
            assertThat(slice.begin()).as(slice.toString()).isGreaterThanOrEqualTo(before - rounding());
            ends.put(slice.track(), slice.end());
        }
        assertThat(ends).isNotEmpty();
    }

    /// A sum of two numbers of microseconds has an error far below a nanosecond.
    private static double rounding() {
        return 0.0005;
    }

    private void assertAsynchronousSlicesNest() {
        var open = new HashMap<String, Deque<Event>>();
        for (Event event : of("bne")) {
            Deque<Event> mine = open.computeIfAbsent(event.identity(), any -> new ArrayDeque<>());
            switch (event.phase()) {
                case "b" -> mine.push(event);
                case "e" -> {
                    assertThat(mine).as("begins before it ends: " + event).isNotEmpty();
                    Event begin = mine.pop();
                    assertThat(event.name()).as("ends " + begin).isEqualTo(begin.name());
                }
                default ->
                    assertThat(mine).as("happens within a slice: " + event).isNotEmpty();
            }
        }
        assertThat(open).isNotEmpty();
        open.forEach(
                (id, mine) -> assertThat(mine).as("have not ended under " + id).isEmpty());
    }

    /// A flow that has begun ends once, later, within another slice of a track.
    private void assertFlowsLeadFromSliceToSlice() {
        var begun = new HashMap<String, Event>();
        @Nullable Event slice = null;
        for (Event event : of("Xsf")) {
            switch (event.phase()) {
                case "X" -> slice = event;
                case "s" -> {
                    assertThat(begun.put(event.identity(), event))
                            .as("begins once: " + event)
                            .isNull();
                    assertIsWithin(event, slice);
                }
                default -> {
                    assertThat(begun).as("begins before it ends: " + event).containsKey(event.identity());
                    Event begin = Objects.requireNonNull(begun.remove(event.identity()));
                    assertThat(event.name()).isEqualTo(begin.name());
                    assertThat(event.text("bp"))
                            .as("is bound to the slice around it, not to the next")
                            .isEqualTo("e");
                    assertIsWithin(event, slice);
                }
            }
        }
        assertThat(begun).as("have begun and do not end").isEmpty();
    }

    private static void assertIsWithin(Event flow, @Nullable Event before) {
        Event slice = Objects.requireNonNull(before, () -> "no slice before " + flow);
        assertThat(flow.track()).isEqualTo(slice.track());
        assertThat(flow.begin()).as(flow + " in " + slice).isBetween(slice.begin(), slice.end() + rounding());
    }
}
