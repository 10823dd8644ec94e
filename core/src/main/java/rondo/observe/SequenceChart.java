package rondo.observe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rondo.task.Future;
import rondo.task.Scope;
import rondo.task.Task;
import rondo.task.Timeout;

/// The deep dive's *timeout and cancellation*, from a recording: who created, awaited, cancelled and timed out
/// whom.
///
/// A diagram holds a dozen lifelines: the tasks that cancel and are cancelled come first, those with a name of
/// their own before the others.
final class SequenceChart {
    private static final int MOST_TASKS = 10;
    private static final int MOST_MESSAGES = 90;
    private static final int CANCELLED_WEIGHT = 8;
    private static final int NAMED_WEIGHT = 4;
    private static final int AWAITED_WEIGHT = 1;

    private final List<TraceEvent> events;
    private final Map<Task<?>, Integer> weights = new LinkedHashMap<>();
    private final Map<Task<?>, String> chosen = new LinkedHashMap<>();
    private final Map<Future<?>, Set<Task<?>>> waiters = new LinkedHashMap<>();
    private final List<String> messages = new ArrayList<>();
    private boolean loopSpeaks;
    private boolean timerSpeaks;
    private int left;

    SequenceChart(List<TraceEvent> events) {
        this.events = events;
    }

    String mermaid() {
        choose();
        events.forEach(this::draw);
        var text = new StringBuilder("sequenceDiagram\n");
        chosen.forEach((task, id) -> text.append("    participant ")
                .append(id)
                .append(" as ")
                .append(Mermaid.text(Labels.brief(task.name())))
                .append('\n'));
        text.append(loopSpeaks ? "    participant EL as Event Loop\n" : "");
        text.append(timerSpeaks ? "    participant TM as Timeout Timer\n" : "");
        messages.forEach(message -> text.append("    ").append(message).append('\n'));
        int tasksLeft = weights.size() - chosen.size();
        if (left + tasksLeft > 0 && !chosen.isEmpty()) {
            text.append("    Note over ")
                    .append(chosen.values().iterator().next())
                    .append(": left out: ")
                    .append(tasksLeft)
                    .append(" tasks, ")
                    .append(left)
                    .append(" messages\n");
        }
        return chosen.isEmpty()
                ? text.append("    participant EL as Event Loop\n").toString()
                : text.toString();
    }

    private void choose() {
        for (TraceEvent event : events) {
            switch (event) {
                case TraceEvent.Created created -> weigh(created.task(), 0);
                case TraceEvent.Step step -> weigh(step.task(), 0);
                case TraceEvent.CancelRequested request -> {
                    weigh(request.task(), CANCELLED_WEIGHT);
                    if (request.from() != null) {
                        weigh(request.from(), CANCELLED_WEIGHT);
                    }
                }
                case TraceEvent.ScopeBegun begun -> weigh(begun.scope().caller(), AWAITED_WEIGHT);
                default -> {}
            }
        }
        weights.keySet().stream()
                .sorted(Comparator.<Task<?>>comparingInt(task -> -weight(task)).thenComparingLong(Task::number))
                .limit(MOST_TASKS)
                .sorted(Comparator.comparingLong(Task::number))
                .forEach(task -> chosen.put(task, "T" + task.number()));
    }

    private int weight(Task<?> task) {
        boolean named = !task.name().equals("Task-" + task.number());
        return Math.min(weights.getOrDefault(task, 0), CANCELLED_WEIGHT) + (named ? NAMED_WEIGHT : 0);
    }

    private void weigh(Task<?> task, int weight) {
        weights.merge(task, weight, Integer::sum);
    }

    private void draw(TraceEvent event) {
        switch (event) {
            case TraceEvent.Created created -> message(created.by(), "->>", created.task(), "createTask()");
            case TraceEvent.Step step -> drawAwait(step);
            case TraceEvent.ScopeBegun begun -> drawScope(begun.scope());
            case TraceEvent.ScopeEnded ended -> drawScopeEnd(ended.scope());
            case TraceEvent.CancelRequested request -> drawCancel(request);
            case TraceEvent.Ended ended -> drawEnd(ended);
            case TraceEvent.Callback _, TraceEvent.Poll _, TraceEvent.Snapshot _, TraceEvent.Woken _ -> {}
        }
    }

    private void drawAwait(TraceEvent.Step step) {
        if (step.on() instanceof Task<?> awaited) {
            wait(step.task(), awaited);
            message(step.task(), "->>", awaited, "await");
        }
    }

    private void drawScope(Scope scope) {
        for (Future<?> member : scope.members()) {
            wait(scope.caller(), member);
        }
        String of = scope.members().isEmpty() ? "" : " of " + scope.members().size();
        note(scope.caller(), scope.kind() + of + " begins");
    }

    private void drawScopeEnd(Scope scope) {
        Throwable error = scope.error();
        note(scope.caller(), scope.kind() + (error == null ? " ended well" : " raises " + Labels.of(error)));
        for (Future<?> member : scope.members()) {
            Set<Task<?>> waiting = waiters.get(member);
            if (waiting != null) {
                waiting.remove(scope.caller());
            }
        }
    }

    private void wait(Task<?> waiter, Future<?> awaited) {
        waiters.computeIfAbsent(awaited, any -> new LinkedHashSet<>()).add(waiter);
    }

    private void drawCancel(TraceEvent.CancelRequested request) {
        String to = chosen.get(request.task());
        String words = request.message() == null ? "cancel()" : "cancel(" + Labels.brief(request.message()) + ")";
        if (to == null) {
            left++;
        } else if (request.by() instanceof Timeout.Expiry) {
            timerSpeaks = true;
            add("TM-x" + to + ": the deadline has passed" + Mermaid.text(", " + words + at(request)));
        } else if (request.from() != null && chosen.containsKey(request.from())) {
            add(chosen.get(request.from()) + "-x" + to + ": " + Mermaid.text(words + at(request)));
        } else {
            loopSpeaks = true;
            add("EL-x" + to + ": "
                    + Mermaid.text(words + " by " + Labels.brief(request.by().toString()) + at(request)));
        }
    }

    private static String at(TraceEvent event) {
        return " at " + Labels.time(event.nanos());
    }

    private void drawEnd(TraceEvent.Ended ended) {
        Task<?> task = ended.task();
        String outcome = Labels.outcome(task) + at(ended);
        Set<Task<?>> waiting = waiters.getOrDefault(task, Set.of());
        boolean told = false;
        for (Task<?> waiter : waiting) {
            if (chosen.containsKey(waiter)) {
                message(task, "-->>", waiter, outcome);
                told = true;
            }
        }
        if (!told) {
            note(task, outcome);
        }
    }

    private void message(@Nullable Task<?> from, String arrow, Task<?> to, String words) {
        String sender = from == null ? null : chosen.get(from);
        String receiver = chosen.get(to);
        if (receiver == null || (sender == null && from != null)) {
            left++;
        } else if (sender == null) {
            loopSpeaks = true;
            add("EL" + arrow + receiver + ": " + Mermaid.text(words));
        } else {
            add(sender + arrow + receiver + ": " + Mermaid.text(words));
        }
    }

    private void note(Task<?> over, String words) {
        String id = chosen.get(over);
        if (id == null) {
            left++;
        } else {
            add("Note over " + id + ": " + Mermaid.text(words));
        }
    }

    private void add(String message) {
        if (messages.size() < MOST_MESSAGES) {
            messages.add(message);
        } else {
            left++;
        }
    }
}
