package rondo.testkit;

import java.time.Duration;
import rondo.time.Clock;

/// A run's clock: it stands still while anything is ready, and jumps to the next timer when nothing is.
///
/// Before each jump it asks whether somebody has waited for just this moment.
final class SimulatedClock implements Clock {
    /// A time no run lives to see: a timer set for it keeps the loop from taking the quiet for a deadlock.
    static final long FAR_NANOS = Duration.ofDays(18_000).toNanos();

    private long now; // loop thread only
    private Idleness idleness = next -> false;

    /// What is asked when nothing is ready.
    @FunctionalInterface
    interface Idleness {
        /// {@return whether something has been made ready, so that time must not jump}
        boolean use(long nextTimerNanos);
    }

    void whenIdle(Idleness asked) {
        idleness = asked;
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public boolean jumpTo(long nanos) {
        if (nanos > now && !idleness.use(nanos)) {
            now = nanos;
        }
        return true;
    }
}
