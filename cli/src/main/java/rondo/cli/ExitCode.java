package rondo.cli;

/// What the process says as it ends. The text of `rondo run --help` and `docs/running.md` name the same numbers.
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private ExitCode() {}
}
