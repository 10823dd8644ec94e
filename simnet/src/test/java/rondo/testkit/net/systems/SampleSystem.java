package rondo.testkit.net.systems;

import rondo.testkit.Simulation;

/// A small system of several hosts that promises something, and that can be given a bug which breaks the
/// promise with some seeds.
@FunctionalInterface
interface SampleSystem {
    /// Runs it once, until nothing of it is left.
    ///
    /// @param world the run
    /// @param fixed whether it is without its bug
    /// @throws Exception what went wrong; a promise that is broken ends the run by [#check]
    void run(Simulation world, boolean fixed) throws Exception;

    /// Ends the run, whoever runs, if a promise is not kept.
    static void check(Simulation world, boolean kept, String broken) {
        if (!kept) {
            world.loop().fatal(new AssertionError(broken + ", at " + world.now()));
        }
    }
}
