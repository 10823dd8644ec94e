package rondo.time;

import java.time.Duration;

/// A clock that stands still until somebody moves it.
///
/// A loop that runs on one never waits for a timer: when nothing is ready it jumps to the next deadline.
/// Belongs to the thread of the loop that uses it.
public final class VirtualClock implements Clock {
    private static final long RESOLUTION_NANOS = 1_000;

    private long now; // loop thread only

    /// Creates a clock that stands at zero.
    public VirtualClock() {}

    @Override
    public long nanos() {
        return now;
    }

    /// {@return 1 µs: finer than any deadline that a test is likely to use}
    @Override
    public long resolutionNanos() {
        return RESOLUTION_NANOS;
    }

    @Override
    public boolean jumpTo(long nanos) {
        now = Math.max(now, nanos);
        return true;
    }

    /// Moves the clock on.
    ///
    /// @param by how far; not negative
    /// @throws IllegalArgumentException if `by` is negative
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("a clock cannot go back: " + by + "; pass a duration of zero or more");
        }
        now = Math.addExact(now, by.toNanos());
    }
}
