package rondo.testkit;

import java.time.Duration;
import rondo.time.Clock;

/// A clock that goes wrong against another: it starts apart from it, and goes faster or slower.
///
/// @param base the clock that it goes wrong against
/// @param offset how far it is ahead at the base's zero; negative is behind
/// @param drift by how much it goes faster: 0.01 gains 10 ms a second; negative loses; above -1
record DriftingClock(Clock base, Duration offset, double drift) implements Clock {
    /// Checks the drift.
    DriftingClock {
        if (!(drift > -1 && drift < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("drift is " + drift
                    + "; it must be a number above -1, or the clock stands or goes back: use 0.01 to gain 1 %");
        }
    }

    @Override
    public long nanos() {
        long right = base.nanos();
        return right + offset.toNanos() + Math.round(right * drift);
    }
}
