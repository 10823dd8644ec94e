/// The inspector page: attacked, and looked at in a browser.
@NullMarked
package rondo.cli.inspector;

import org.jspecify.annotations.NullMarked;
