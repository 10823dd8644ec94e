package rondo.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rondo.task.Future;
import rondo.task.Scope;
import rondo.task.Task;

/// The deep dive's *gather, wait, TaskGroup*, from a recording: which task called what, what it waited for, and
/// how each of them ended.
final class ScopeChart {
    private static final int MOST_NODES = 80;
    private static final int MOST_MEMBERS = 12;
    private static final int MOST_EDGES = 300; // Mermaid draws 500

    private final List<TraceEvent> events;
    private final Map<Scope, Long> ends = new LinkedHashMap<>();
    private final Map<Task<?>, Life> lives = new LinkedHashMap<>();
    private final Map<Task<?>, String> nodes = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder("flowchart LR\n");
    private int scopes;
    private int edges;
    private int scopesLeftOut;
    private int membersLeftOut;

    /// When a task was created and ended, as far as the recording goes.
    private record Life(long from, @Nullable Long until) {}

    ScopeChart(List<TraceEvent> events) {
        this.events = events;
    }

    String mermaid() {
        for (TraceEvent event : events) {
            switch (event) {
                case TraceEvent.Created created -> lives.put(created.task(), new Life(created.nanos(), null));
                case TraceEvent.Ended ended ->
                    lives.computeIfPresent(ended.task(), (task, life) -> new Life(life.from(), ended.nanos()));
                case TraceEvent.ScopeEnded ended -> ends.put(ended.scope(), ended.nanos());
                default -> {}
            }
        }
        for (TraceEvent event : events) {
            if (event instanceof TraceEvent.ScopeBegun begun) {
                draw(begun);
            }
        }
        if (scopesLeftOut + membersLeftOut > 0) {
            text.append("    LEFT_OUT[\"left out: ")
                    .append(scopesLeftOut)
                    .append(" calls, ")
                    .append(membersLeftOut)
                    .append(" of what they waited for\"]\n");
        } else if (scopes == 0) {
            text.append("    NONE[\"no gather, wait, TaskGroup or timeout was called\"]\n");
        }
        return text.toString();
    }

    private void draw(TraceEvent.ScopeBegun begun) {
        Scope scope = begun.scope();
        if (nodes.size() + scopes >= MOST_NODES) {
            scopesLeftOut++;
            return;
        }
        String node = "S" + ++scopes;
        String caller = node(scope.caller());
        text.append("    ")
                .append(node)
                .append("{{\"")
                .append(Mermaid.text(label(scope, begun.nanos())))
                .append("\"}}\n");
        text.append("    ").append(caller).append(" --> ").append(node).append('\n');
        List<Future<?>> members = scope.members();
        var drawn = new ArrayList<String>();
        for (Future<?> member : members) {
            if (member instanceof Task<?> task && drawn.size() < MOST_MEMBERS && hasRoom()) {
                drawn.add(node(task));
                edges++;
            } else {
                membersLeftOut++;
            }
        }
        if (!drawn.isEmpty()) {
            text.append("    ")
                    .append(node)
                    .append(" --> ")
                    .append(String.join(" & ", drawn))
                    .append('\n');
        }
        style(scope, node);
    }

    private boolean hasRoom() {
        return nodes.size() + scopes < MOST_NODES && edges < MOST_EDGES;
    }

    private void style(Scope scope, String node) {
        String colour = switch (scope.kind()) {
            case "gather" -> "fill:#51cf66,stroke:#27ae60,color:#fff";
            case "wait" -> "fill:#4a9eff,stroke:#2670c2,color:#fff";
            case "TaskGroup" -> "fill:#cc5de8,stroke:#9c36b5,color:#fff";
            default -> "fill:#ffd43b,stroke:#f59f00,color:#000";
        };
        text.append("    style ").append(node).append(' ').append(colour).append('\n');
    }

    private String label(Scope scope, long from) {
        String what = scope.kind()
                + (scope.members().isEmpty() ? "" : " of " + scope.members().size());
        Long until = ends.get(scope);
        Throwable error = scope.error();
        String outcome = error != null ? "raised " + Labels.of(error) : until != null ? "ended well" : "not ended";
        return what + ": " + outcome + (until == null ? "" : ", " + Labels.time(until - from));
    }

    private String node(Task<?> task) {
        String known = nodes.get(task);
        if (known != null) {
            return known;
        }
        String node = "T" + task.number();
        nodes.put(task, node);
        Life life = lives.get(task);
        String lasted = life == null || life.until() == null ? "" : ", " + Labels.time(life.until() - life.from());
        text.append("    ")
                .append(node)
                .append("[\"")
                .append(Mermaid.text(Labels.brief(task.name())))
                .append("<br/>")
                .append(Mermaid.text(Labels.outcome(task) + lasted))
                .append("\"]\n");
        return node;
    }
}
