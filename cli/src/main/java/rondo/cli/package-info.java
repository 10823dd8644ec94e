/// The command line: `rondo run`, `rondo doctor`.
@NullMarked
package rondo.cli;

import org.jspecify.annotations.NullMarked;
