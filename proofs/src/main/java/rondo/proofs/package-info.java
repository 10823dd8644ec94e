/// Proofs of what other threads see of a loop.
@NullMarked
package rondo.proofs;

import org.jspecify.annotations.NullMarked;
