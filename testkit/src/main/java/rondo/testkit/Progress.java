package rondo.testkit;

import java.time.Duration;
import java.util.Locale;

/// How far an exploration has come.
///
/// @param done how many runs have ended
/// @param total how many there are to be
/// @param perSecond how many ended in a second of real time
/// @param remaining how much real time the rest takes at this rate
public record Progress(long done, long total, double perSecond, Duration remaining) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d of %,d seeds, %,.0f a second, %d s left",
                done,
                total,
                perSecond,
                remaining.toSeconds());
    }
}
