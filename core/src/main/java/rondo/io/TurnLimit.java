package rondo.io;

import java.time.Duration;
import rondo.task.Sleep;

/// When the task that uses a stream or a socket has had enough of its turn: one that never has to wait would keep all
/// others from theirs.
///
/// Both directions count together, since whoever waits for one gives way for both: a dialogue never has to. Loop
/// thread only.
public final class TurnLimit {
    private static final int OPERATIONS = 64; // in a row, none of which waited

    private int inARow;

    /// Creates a limit that has counted nothing.
    public TurnLimit() {}

    /// Counts an operation that is about to begin.
    ///
    /// @return whether the task has to give way first
    public boolean reached() {
        return ++inARow >= OPERATIONS;
    }

    /// A task is about to wait: it starts anew.
    public void startAnew() {
        inARow = 0;
    }

    /// Lets all others run that are ready, and starts anew. Suspends the calling task; a cancel ends that.
    ///
    /// @throws IllegalStateException if called outside a task
    public void giveWay() {
        startAnew();
        Sleep.sleep(Duration.ZERO);
    }
}
