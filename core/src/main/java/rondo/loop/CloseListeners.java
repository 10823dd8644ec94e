package rondo.loop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What runs when a loop has been closed, on the thread that closes it: other threads may wait for the loop's
/// end.
///
/// Any thread.
final class CloseListeners {
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    void add(Runnable listener) {
        listeners.add(listener);
        if (closed) {
            tell(listener);
        }
    }

    void remove(Runnable listener) {
        listeners.remove(listener);
    }

    void close() {
        closed = true;
        listeners.forEach(this::tell);
    }

    /// Whoever takes it out of the set runs it, so that it runs once.
    private void tell(Runnable listener) {
        if (listeners.remove(listener)) {
            listener.run();
        }
    }
}
