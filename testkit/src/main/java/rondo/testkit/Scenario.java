package rondo.testkit;

import java.util.concurrent.Callable;

/// A body that is to be interrupted at each of its awaits, what it works on, and what must hold afterwards.
///
/// @param <S> what it works on
/// @param setup makes that, on the loop, anew for each run; it may start other tasks, which must all end by
///     themselves, whatever happens to the body
/// @param body what is interrupted: a task of its own, called `subject`
/// @param invariant what must hold once all tasks have ended: nothing is held, nothing is lost
public record Scenario<S>(Callable<S> setup, Part<S> body, Part<S> invariant) {
    /// A part of a scenario.
    ///
    /// @param <S> what the scenario works on
    @FunctionalInterface
    public interface Part<S> {
        /// Runs in a task.
        ///
        /// @param state what the scenario works on
        /// @throws Exception what went wrong
        void run(S state) throws Exception;
    }
}
