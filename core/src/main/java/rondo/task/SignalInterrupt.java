package rondo.task;

/// A signal ended the program's main task (what `KeyboardInterrupt` is in Python, for `SIGTERM` too).
public final class SignalInterrupt extends Error {
    private static final long serialVersionUID = 1L;
    private static final int SIGNALLED = 128;

    /// The signal's name.
    private final String signal;

    /// The signal's number.
    private final int number;

    SignalInterrupt(String signal, int number, CancelledError cause) {
        super("interrupted by SIG" + signal, cause);
        this.signal = signal;
        this.number = number;
    }

    /// {@return the signal's name without `SIG`: `INT` or `TERM`}
    public String signal() {
        return signal;
    }

    /// {@return what a shell expects as the exit code of a process that ended for this: 130 or 143}
    public int exitCode() {
        return SIGNALLED + number;
    }
}
