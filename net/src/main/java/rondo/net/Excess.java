package rondo.net;

/// What becomes of the connections beyond a server's limit.
public enum Excess {
    /// They wait in the system's backlog until others have ended, and their clients with them.
    WAITS,
    /// They are reset at once, so that their clients know, and may ask another server. Those that are served do
    /// not get slower by the number of those that are not.
    IS_REFUSED
}
