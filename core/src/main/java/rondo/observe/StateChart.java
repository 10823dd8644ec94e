package rondo.observe;

/// The deep dive's *task lifecycle states*: the transitions that a recording has seen, each with its count.
final class StateChart {
    private final Tally tally;
    private final StringBuilder text = new StringBuilder("stateDiagram-v2\n");

    StateChart(Tally tally) {
        this.tally = tally;
    }

    String mermaid() {
        arrow("[*] --> Pending: createTask()", tally.created);
        arrow("Pending --> Running: Loop picks this task", tally.picked);
        arrow("Running --> Awaiting: Hits an await that has to wait", tally.awaited + tally.yielded);
        arrow("Awaiting --> Pending: Awaited result ready", tally.resumed + tally.yielded);
        arrow("Running --> Done: Return value", tally.returned);
        arrow("Running --> Done: Raises an error", tally.raised);
        arrow("Running --> Cancelled: CancelledError leaves the body", tally.cancelled);
        arrow("Pending --> Cancelled: Cancelled before its first step", tally.neverBegun);
        arrow("Done --> [*]: result() or exception()", tally.returned + tally.raised);
        arrow("Cancelled --> [*]: raises CancelledError", tally.cancelled + tally.neverBegun);
        if (tally.cancelled + tally.neverBegun > 0) {
            arrow("note left of Cancelled: cancel() was asked", tally.cancelRequests);
        }
        return text.toString();
    }

    private void arrow(String label, long count) {
        if (count > 0) {
            text.append("    ").append(label).append(' ').append(count).append('\n');
        }
    }
}
