package rondo.cli.inspector;

/// Whom to ask: the monitor of a process.
@FunctionalInterface
public interface Source {
    /// What came back.
    ///
    /// @param json the reply, one JSON object; empty when refused
    /// @param refusal why there is none, in words for a person; otherwise empty
    record Reply(String json, String refusal) {}

    /// Asks, and waits for the reply. Any thread, one at a time.
    ///
    /// @param request as the monitor understands it
    Reply ask(String request);
}
