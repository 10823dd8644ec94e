package rondo.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The order of events in a test. Belongs to the thread of the loop.
///
/// The trail of a [Simulation] is part of the run's trace, and its events stand in the timeline.
public final class Trail {
    private final List<String> events = new ArrayList<>();
    private final Consumer<String> listener;

    /// Creates a trail without events.
    public Trail() {
        this(any -> {});
    }

    Trail(Consumer<String> listener) {
        this.listener = listener;
    }

    /// Adds an event.
    ///
    /// @param event what happened
    public void add(String event) {
        events.add(event);
        listener.accept(event);
    }

    /// {@return what happened, in order, unmodifiable}
    public List<String> events() {
        return List.copyOf(events);
    }

    /// {@return how often something happened}
    ///
    /// @param event what
    public int count(String event) {
        return (int) events.stream().filter(event::equals).count();
    }

    /// {@return the events, with a space between two}
    @Override
    public String toString() {
        return String.join(" ", events);
    }
}
