package rondo.net;

import java.nio.charset.StandardCharsets;

/// What a process has written, and how it ended.
///
/// @param stdout its standard output; empty if that was no pipe
/// @param stderr its standard error; empty if that was no pipe
/// @param exitCode its exit code; 128 and the signal's number if a signal ended it
@SuppressWarnings("ArrayRecordComponent") // handed over: nobody else has the arrays
public record SubprocessOutput(byte[] stdout, byte[] stderr, int exitCode) {
    /// {@return the standard output as UTF-8}
    public String text() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    /// {@return the standard error as UTF-8}
    public String errorText() {
        return new String(stderr, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "SubprocessOutput[exit code " + exitCode + ", " + stdout.length + " bytes of output, " + stderr.length
                + " of errors]";
    }
}
