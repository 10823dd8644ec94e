/// A simulated network behind the interfaces of `rondo.net`, and hosts that fail.
@org.jspecify.annotations.NullMarked
module rondo.testkit.net {
    requires static transitive org.jspecify;
    requires transitive rondo.net;
    requires transitive rondo.testkit;

    provides rondo.testkit.junit.SimulationParameter with
            rondo.testkit.net.NetworkParameter;

    exports rondo.testkit.net;
}
