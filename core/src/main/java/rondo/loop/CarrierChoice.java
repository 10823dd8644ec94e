package rondo.loop;

/// How coroutines get their threads.
public enum CarrierChoice {
    /// What `-Drondo.carrier=direct|baton` names; otherwise the direct carrier where the JVM permits it, else the
    /// baton.
    AUTO,
    /// Virtual threads whose scheduler is the loop. Needs `--add-opens java.base/java.lang=ALL-UNNAMED`.
    DIRECT,
    /// Virtual threads of the JDK's scheduler that pass one turn from hand to hand. Needs nothing.
    BATON
}
