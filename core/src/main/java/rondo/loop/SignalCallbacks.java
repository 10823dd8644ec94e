package rondo.loop;

import java.util.LinkedHashMap;
import java.util.Map;

/// The signals for which a loop has callbacks; it gives them back when it is closed. Loop thread only.
final class SignalCallbacks implements AutoCloseable {
    private record Entry(SignalClaim claim, Handle handle) {}

    private final EventLoop loop;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    SignalCallbacks(EventLoop loop) {
        this.loop = loop;
    }

    void put(String name, Handle handle) {
        Entry old = entries.get(name);
        SignalClaim claim = old == null ? SignalClaim.of(name, this::arrived) : old.claim();
        if (old != null) {
            old.handle().cancel();
        }
        entries.put(name, new Entry(claim, handle));
    }

    boolean remove(String name) {
        Entry old = entries.remove(name);
        if (old == null) {
            return false;
        }
        old.handle().cancel();
        old.claim().close();
        return true;
    }

    /// Called on a thread of the JVM's.
    private void arrived(SignalClaim claim) {
        try {
            loop.callSoonThreadsafe((LoopStep) () -> run(claim));
        } catch (LoopClosedException e) {
            // it came while the loop was closing: nobody is left to be told
        }
    }

    private void run(SignalClaim claim) {
        Entry entry = entries.get(claim.name());
        Handle handle = entry == null ? null : entry.handle();
        if (handle != null && !handle.cancelled()) {
            loop.ready.add(handle.again());
        }
    }

    @Override
    public void close() {
        for (Entry entry : entries.values()) {
            entry.claim().close();
        }
        entries.clear();
    }
}
