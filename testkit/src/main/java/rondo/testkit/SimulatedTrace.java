package rondo.testkit;

import java.time.Duration;
import java.util.List;

/// What a run did.
///
/// @param hash 128 bits over every step, its time, and every event of the trail, as 32 hexadecimal digits
/// @param steps how many steps and callbacks have run
/// @param lasted how much virtual time it took
/// @param timeline what happened, step by step, as text; empty unless the run was recorded, as a replay is
/// @param diagram the same as a Mermaid sequence diagram; empty unless the run was recorded
public record SimulatedTrace(String hash, long steps, Duration lasted, String timeline, String diagram) {
    /// Of a run that could not be ended.
    static final SimulatedTrace UNKNOWN = new SimulatedTrace("unknown", 0, Duration.ZERO, "", "");

    static SimulatedTrace of(Schedule schedule, SimulatedClock clock, List<Event> events) {
        return new SimulatedTrace(
                schedule.hash(),
                schedule.steps(),
                Duration.ofNanos(clock.nanos()),
                events.isEmpty() ? "" : Timeline.of(events),
                events.isEmpty() ? "" : SequenceDiagram.of(events));
    }

    @Override
    public String toString() {
        return "trace " + hash + ", " + steps + " steps, " + Timeline.seconds(lasted.toNanos());
    }
}
