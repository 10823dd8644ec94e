/// Figures of a running loop, as an MXBean and for the libraries that collect such.
@org.jspecify.annotations.NullMarked
module rondo.metrics {
    requires transitive rondo;
    requires static transitive org.jspecify;
    requires java.management;
    requires HdrHistogram; // percentiles; not in the API

    provides rondo.loop.LoopMonitor with
            rondo.metrics.MetricsMonitor;

    exports rondo.metrics;
}
