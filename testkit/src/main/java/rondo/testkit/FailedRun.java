package rondo.testkit;

import java.util.Arrays;

/// A run that failed, and the shortest order found that fails in the same way.
///
/// @param seed its seed
/// @param trace what it did
/// @param failure what failed
/// @param shortest the shortest order found that still fails, recorded
/// @param deviations how often that order departs from first in, first out: 0 if that fails already
/// @param replayCommand what replays it
public record FailedRun(
        long seed,
        SimulatedTrace trace,
        Throwable failure,
        SimulatedRun shortest,
        int deviations,
        String replayCommand) {
    /// {@return what failed, the seed, how to replay it, and the shortest order that fails, as text}
    public String report() {
        Throwable inShort = shortest.failure() == null ? failure : shortest.failure();
        return "seed " + seed + " failed: " + Names.of(failure)
                + "\nreplay: " + replayCommand
                + "\n" + trace
                + "\nthe shortest order found that fails " + describeDeviations() + ", " + shortest.trace() + ":\n"
                + shortest.trace().timeline()
                + "\n  " + Names.of(inShort);
    }

    private String describeDeviations() {
        return switch (deviations) {
            case 0 -> "is first in, first out";
            case 1 -> "departs once from first in, first out";
            default -> "departs " + deviations + " times from first in, first out";
        };
    }

    static int deviations(int[] script) {
        return (int) Arrays.stream(script).filter(choice -> choice != 0).count();
    }
}
