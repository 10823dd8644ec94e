/// Deterministic simulation of programs on Rondo: virtual time, orders by seed, replay.
@org.jspecify.annotations.NullMarked
module rondo.testkit {
    requires static transitive org.jspecify;
    requires transitive rondo;

    exports rondo.testkit;
}
