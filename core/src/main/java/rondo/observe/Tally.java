package rondo.observe;

/// What a recording counts as long as it lasts, however few events it keeps: the edges of the first two
/// diagrams.
///
/// Whoever holds the loop's turn.
final class Tally {
    // the tick
    long ticks;
    long waits; // polls that could wait
    long pollNanos;
    long busyPolls; // polls that made something ready
    long fromPolls; // what they made ready
    long timerTicks; // ticks in which a timer expired
    long timers; // that expired
    long runTicks; // ticks that had something to run
    long run; // callbacks and steps of all snapshots

    // the task
    long created;
    long picked; // pending to running
    long awaited; // running to awaiting, until something has ended
    long resumed; // awaiting to pending, since it has
    long yielded; // running to awaiting, and at once to pending
    long returned;
    long raised;
    long cancelled; // running to cancelled
    long neverBegun; // pending to cancelled
    long cancelRequests;

    Tally copy() {
        var copy = new Tally();
        copy.ticks = ticks;
        copy.waits = waits;
        copy.pollNanos = pollNanos;
        copy.busyPolls = busyPolls;
        copy.fromPolls = fromPolls;
        copy.timerTicks = timerTicks;
        copy.timers = timers;
        copy.runTicks = runTicks;
        copy.run = run;
        copy.created = created;
        copy.picked = picked;
        copy.awaited = awaited;
        copy.resumed = resumed;
        copy.yielded = yielded;
        copy.returned = returned;
        copy.raised = raised;
        copy.cancelled = cancelled;
        copy.neverBegun = neverBegun;
        copy.cancelRequests = cancelRequests;
        return copy;
    }
}
