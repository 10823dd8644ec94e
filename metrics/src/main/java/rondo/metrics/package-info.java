/// Figures of a running loop: how late it is, how busy, how many tasks it has.
package rondo.metrics;
