/// The inspector page: a debugger port on loopback, with a gate before it.
@NullMarked
package rondo.cli.inspector;

import org.jspecify.annotations.NullMarked;
