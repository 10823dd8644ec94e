package rondo.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.loop.Ready;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.TaskState;

/// Looks after each step at what it has changed, and keeps that as events.
final class EventLog implements Schedule.Between {
    private static final String LOOP = "loop";

    private final SimulatedClock clock;
    private final List<Event> events = new ArrayList<>();
    private final List<Task<?>> live = new ArrayList<>();
    private List<Task<?>> blocked = List.of(); // before the step that runs now
    private @Nullable Object running;
    private long since; // ns of virtual time, of that step

    EventLog(SimulatedClock clock) {
        this.clock = clock;
    }

    void created(Task<?> task) {
        live.add(task);
        if (live.size() == 1 && events.isEmpty()) {
            return; // the main task
        }
        add(actor(Task.currentOrNull()), Event.Kind.STARTS, task.name());
    }

    void noted(String event) {
        add(actor(Task.currentOrNull()), Event.Kind.NOTES, event);
    }

    @Override
    public void before(Ready next) {
        running = next.subject();
        since = clock.nanos();
        blocked = live.stream().filter(EventLog::isBlocked).toList();
    }

    @Override
    public boolean after() {
        Object ran = running;
        if (ran == null) {
            return true;
        }
        running = null;
        if (ran instanceof Task<?> task) {
            addWoken(task);
            addEnd(task);
        }
        live.removeIf(Task::done);
        return true;
    }

    /// Whom a timer or a callback wakes shows by what that task does next.
    @SuppressWarnings("ReferenceEquality") // a task is itself only
    private void addWoken(Task<?> ran) {
        for (Task<?> task : blocked) {
            if (!isBlocked(task) && task != ran) {
                add(ran.name(), Event.Kind.WAKES, task.name());
            }
        }
    }

    private void addEnd(Task<?> task) {
        Future<?> awaited = task.awaiting();
        if (task.cancelled()) {
            add(task.name(), Event.Kind.ENDS, "ends cancelled");
        } else if (task.done()) {
            add(task.name(), Event.Kind.ENDS, outcome(task));
        } else if (awaited != null) {
            add(task.name(), Event.Kind.AWAITS, Names.of(awaited));
        } else {
            add(task.name(), Event.Kind.YIELDS, "");
        }
    }

    /// Without marking the error as retrieved: to look must change nothing.
    private static String outcome(Task<?> task) {
        String text = task.toString();
        int failed = text.indexOf("failed: ");
        return failed < 0 ? "ends" : "ends, " + text.substring(failed, text.length() - 1);
    }

    private static boolean isBlocked(Task<?> task) {
        return task.state() == TaskState.AWAITING;
    }

    private static String actor(@Nullable Object subject) {
        return subject instanceof Task<?> task ? task.name() : LOOP;
    }

    private void add(String actor, Event.Kind kind, String what) {
        events.add(new Event(since, actor, kind, what));
    }

    /// {@return what has happened so far}
    List<Event> events() {
        after();
        return List.copyOf(events);
    }
}
