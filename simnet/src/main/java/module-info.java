/// A simulated network behind the interfaces of `rondo.net`, and hosts that fail.
@org.jspecify.annotations.NullMarked
module rondo.testkit.net {
    requires static transitive org.jspecify;
    requires transitive rondo.net;
    requires transitive rondo.testkit;

    exports rondo.testkit.net;
}
