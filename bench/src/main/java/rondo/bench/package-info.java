/// What Rondo costs: the workloads of the peer kit, and microbenchmarks.
@NullMarked
package rondo.bench;

import org.jspecify.annotations.NullMarked;
