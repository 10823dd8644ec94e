/// Figures of a running loop, for Micrometer.
@org.jspecify.annotations.NullMarked
module rondo.micrometer {
    requires transitive rondo.metrics;
    requires transitive micrometer.core;
    requires static transitive org.jspecify;

    exports rondo.micrometer;
}
