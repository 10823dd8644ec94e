package rondo.net;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Sends signals by the shell's `kill`: the JDK itself knows only `TERM` and `KILL`.
final class SignalCommand {
    /// Those of POSIX.
    private static final Set<String> KNOWN = Set.of(
            "ABRT", "ALRM", "BUS", "CHLD", "CONT", "FPE", "HUP", "ILL", "INT", "KILL", "PIPE", "QUIT", "SEGV", "STOP",
            "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ");

    private SignalCommand() {}

    static void check(String name) {
        if (!KNOWN.contains(name)) {
            throw new IllegalArgumentException(
                    "there is no signal '" + name + "'; these can be sent: " + String.join(" ", new TreeSet<>(KNOWN)));
        }
    }

    /// Suspends the calling task until it is sent.
    static void send(String name, long pid) throws IOException {
        check(name);
        var options = SubprocessOptions.inherited()
                .withStdin(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .withStdout(ProcessBuilder.Redirect.DISCARD)
                .withStderr(ProcessBuilder.Redirect.PIPE);
        var command = List.of("-c", "kill -s \"$0\" \"$1\"", name, Long.toString(pid));
        try (var kill = Subprocess.exec(options, "/bin/sh", command.toArray(String[]::new))) {
            SubprocessOutput result = kill.communicate();
            if (result.exitCode() != 0 && !result.errorText().contains("No such process")) {
                throw new IOException("SIG" + name + " could not be sent to process " + pid + ": "
                        + result.errorText().strip());
            }
        }
    }
}
