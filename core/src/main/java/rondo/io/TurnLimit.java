package rondo.io;

/// When a stream's task has had enough of a turn: a task that never has to wait would keep all others from theirs.
///
/// Both directions count together, since whoever waits for one gives way for both: a dialogue never has to. Loop
/// thread only.
final class TurnLimit {
    private static final int OPERATIONS = 64; // in a row, none of which waited

    private int inARow;

    /// Counts an operation that is about to begin.
    ///
    /// @return whether the task has to give way first
    boolean reached() {
        return ++inARow >= OPERATIONS;
    }

    /// A task is about to wait, or to give way.
    void startAnew() {
        inARow = 0;
    }
}
