package rondo.group;

import java.util.ArrayList;
import java.util.List;
import rondo.task.CancelledError;
import rondo.task.VoidBody;

/// The order of events in a test.
final class Trail {
    private final List<String> events = new ArrayList<>();

    void add(String event) {
        events.add(event);
    }

    /// A body that leaves its name when it is cancelled, and passes the cancellation on.
    VoidBody sleeper(String name, long millis) {
        return () -> {
            try {
                InVirtualTime.sleepMillis(millis);
                add(name + " slept");
            } catch (CancelledError cancelled) {
                add(name + " cancelled");
                throw cancelled;
            }
        };
    }

    /// A body that leaves its name and fails after some turns of the loop.
    VoidBody failer(String name, int turns, Throwable error) {
        return () -> {
            InVirtualTime.turns(turns);
            add(name + "!");
            rethrow(error);
        };
    }

    @SuppressWarnings("unchecked")
    static <X extends Throwable> void rethrow(Throwable error) throws X {
        throw (X) error;
    }

    List<String> events() {
        return List.copyOf(events);
    }

    @Override
    public String toString() {
        return String.join(" ", events);
    }
}
