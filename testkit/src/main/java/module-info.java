/// Deterministic simulation of programs on Rondo: virtual time, orders by seed, replay.
@org.jspecify.annotations.NullMarked
module rondo.testkit {
    requires static transitive org.jspecify;
    requires transitive rondo;
    requires static transitive org.junit.jupiter.api; // for rondo.testkit.junit only
    requires static org.assertj.core; // for StreamContract only

    provides org.junit.jupiter.api.extension.Extension with
            rondo.testkit.junit.LeavesNothingExtension;

    uses rondo.testkit.junit.SimulationParameter;

    exports rondo.testkit;
    exports rondo.testkit.junit;
}
