/// Figures of a running loop, for OpenTelemetry.
@org.jspecify.annotations.NullMarked
module rondo.opentelemetry {
    requires transitive rondo.metrics;
    requires transitive io.opentelemetry.api;
    requires static transitive org.jspecify;

    exports rondo.opentelemetry;
}
