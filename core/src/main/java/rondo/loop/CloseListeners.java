package rondo.loop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who wants to know, on whatever thread, that a loop has been closed: those whom another thread waits for.
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
