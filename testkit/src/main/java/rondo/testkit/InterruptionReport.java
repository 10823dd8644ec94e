package rondo.testkit;

/// How often a scenario was interrupted.
///
/// @param awaits how many awaits its body has, summed over the orders that it was tried in
/// @param runs how many runs there were
public record InterruptionReport(long awaits, long runs) {
    InterruptionReport plus(InterruptionReport other) {
        return new InterruptionReport(awaits + other.awaits, runs + other.runs);
    }
}
