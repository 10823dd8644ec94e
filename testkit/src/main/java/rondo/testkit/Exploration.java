package rondo.testkit;

import org.jspecify.annotations.Nullable;

/// What came out of running a program in many orders.
///
/// @param runs how many runs there were: seeds, or orders
/// @param traces a hash over the traces of all these runs, in their order: the same wherever they are run
/// @param complete whether there is no other order: true only of an exhaustive exploration that came to its end
/// @param failure the first run that failed; null if all passed
public record Exploration(
        long runs,
        String traces,
        boolean complete,
        @Nullable FailedRun failure) {
    /// {@return whether all runs passed}
    public boolean passed() {
        return failure == null;
    }

    /// {@return this, if all passed}
    ///
    /// @throws ExplorationError if one failed
    public Exploration orThrow() {
        if (failure != null) {
            throw new ExplorationError(failure, runs);
        }
        return this;
    }
}
