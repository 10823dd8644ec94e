/// Programs run by the jar, in processes of their own.
@NullMarked
package rondo.cli;

import org.jspecify.annotations.NullMarked;
