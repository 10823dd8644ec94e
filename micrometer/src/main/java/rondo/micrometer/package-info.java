/// Figures of a running loop, for Micrometer.
package rondo.micrometer;
