/// Figures of a running loop, for OpenTelemetry.
package rondo.opentelemetry;
