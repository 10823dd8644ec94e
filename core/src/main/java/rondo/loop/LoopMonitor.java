package rondo.loop;

/// What watches over the loops of a process from outside; found as a service ([java.util.ServiceLoader]).
public interface LoopMonitor {
    /// Watches for as long as the process lives, or returns. Called once a process, when its first loop has
    /// started, on a daemon thread that all monitors share.
    void watch();
}
