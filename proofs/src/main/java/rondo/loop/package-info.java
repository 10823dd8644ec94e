/// Proofs of what the loop and other threads touch; here, to see what is not exported.
@NullMarked
package rondo.loop;

import org.jspecify.annotations.NullMarked;
