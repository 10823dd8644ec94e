package rondo.testkit;

/// One thing that happened in a run.
///
/// @param nanos when, ns of virtual time
/// @param actor the task, or `loop` for a timer or a callback
/// @param kind what it did
/// @param what whom it concerns, or what it was
record Event(long nanos, String actor, Kind kind, String what) {
    /// What an actor does in a step. The constants stand in the order in which a step is told.
    enum Kind {
        /// It created a task: `what`.
        STARTS,
        /// It noted something in the trail.
        NOTES,
        /// It made a task runnable: `what`.
        WAKES,
        /// It waits for `what`.
        AWAITS,
        /// It gave the others a turn.
        YIELDS,
        /// It has ended, as `what` says.
        ENDS
    }
}
