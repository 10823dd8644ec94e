package rondo.loop;

/// What watches over the loops of a process from outside; found as a service ([java.util.ServiceLoader]).
public interface LoopMonitor {
    /// Gets ready, once a process, before [#watch()], and does not wait. Called on the first loop's own thread
    /// before its first tick where Flight Recorder is recording already, so that it misses nothing; otherwise a
    /// moment after that loop has started, on the thread that all monitors share.
    default void prepare() {}

    /// Watches for as long as the process lives, or returns. Called once a process, a moment after its first
    /// loop has started, on a daemon thread that all monitors share: one that does not return must come last.
    void watch();
}
