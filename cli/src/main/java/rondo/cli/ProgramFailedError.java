package rondo.cli;

import java.io.Serial;

/// Leaves the launcher's thread after a program failed; never printed.
final class ProgramFailedError extends Error {
    @Serial
    private static final long serialVersionUID = 1;

    ProgramFailedError() {
        super("the program failed", null, false, false);
    }
}
