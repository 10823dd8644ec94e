package rondo.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rondo.observe.Mermaid;

/// A run as a Mermaid sequence diagram: a participant a task.
final class SequenceDiagram {
    /// Mermaid's renderers give up on much larger ones.
    private static final int LONGEST = 200;

    private final Map<String, String> participants = new LinkedHashMap<>();
    private final StringBuilder body = new StringBuilder();
    private long nanos = -1;

    private SequenceDiagram() {}

    static String of(List<Event> events) {
        var diagram = new SequenceDiagram();
        if (events.size() > LONGEST) {
            diagram.left(events.size() - LONGEST, events.getFirst().actor());
        }
        events.stream().skip(Math.max(0, events.size() - LONGEST)).forEach(diagram::add);
        var text = new StringBuilder("sequenceDiagram\n");
        diagram.participants.forEach((name, id) -> text.append("    participant ")
                .append(id)
                .append(" as ")
                .append(Mermaid.text(name))
                .append('\n'));
        return text.append(diagram.body).toString().stripTrailing();
    }

    private void left(int count, String over) {
        body.append("    Note over ")
                .append(id(over))
                .append(": ")
                .append(count)
                .append(" earlier events left out\n");
    }

    private void add(Event event) {
        String actor = id(event.actor());
        if (event.nanos() != nanos) {
            nanos = event.nanos();
            body.append("    Note over ")
                    .append(actor)
                    .append(": at ")
                    .append(Timeline.seconds(nanos))
                    .append('\n');
        }
        String what = Mermaid.text(event.what());
        body.append("    ")
                .append(
                        switch (event.kind()) {
                            case STARTS -> actor + "->>" + id(event.what()) + ": starts";
                            case WAKES -> actor + "->>" + id(event.what()) + ": wakes";
                            case NOTES -> "Note over " + actor + ": " + what;
                            case AWAITS -> "Note right of " + actor + ": awaits " + what;
                            case YIELDS -> "Note right of " + actor + ": yields";
                            case ENDS -> "Note over " + actor + ": " + what;
                        })
                .append('\n');
    }

    private String id(String name) {
        return participants.computeIfAbsent(name, any -> "p" + participants.size());
    }
}
