package rondo.cli.inspector;

/// What the gate says to a request.
sealed interface Verdict {
    /// A file of the page, which tells nothing of the process.
    ///
    /// @param path a key of [Assets]
    record File(String path) implements Verdict {}

    /// What the process looks like, unless that is known already.
    ///
    /// @param after the number of the look that the client has; -1 for none
    record Look(long after) implements Verdict {}

    /// Where one task stands.
    record Stack(long task) implements Verdict {}

    /// A task is to be asked to cancel; which one, the body says.
    record Cancel() implements Verdict {}

    /// No.
    ///
    /// @param status the status of HTTP
    /// @param why in words that hold nothing of the request
    record Refused(int status, String why) implements Verdict {}
}
