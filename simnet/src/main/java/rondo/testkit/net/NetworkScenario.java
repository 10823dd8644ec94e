package rondo.testkit.net;

import rondo.testkit.Scenario;

/// A body whose calls to the network are to fail, what it works on, and what must hold afterwards.
///
/// @param <S> what it works on
/// @param setup makes that, on the loop, anew for each run. It may start programs on hosts; these end when the body
///     has ended
/// @param body what must stand a failure
/// @param invariant what must hold once all tasks have ended: no connection is open, nothing is lost
public record NetworkScenario<S>(Setup<S> setup, Scenario.Part<S> body, Scenario.Part<S> invariant) {
    /// Makes what a scenario works on.
    ///
    /// @param <S> what that is
    @FunctionalInterface
    public interface Setup<S> {
        /// Runs in the main task. Its own calls to the network are counted, and fail, too.
        ///
        /// @param network an empty network, on which nothing goes wrong but the one call
        /// @return what the scenario works on
        /// @throws Exception what went wrong; an [java.io.IOException] ends the run as it would in the body
        S make(SimulatedNetwork network) throws Exception;
    }
}
