/// The conformance scenario language on Rondo's public API: programs in, traces out, to hold against CPython's
/// own.
@NullMarked
package rondo.conformance;

import org.jspecify.annotations.NullMarked;
