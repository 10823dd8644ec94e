package rondo.io;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import rondo.loop.EventLoop;
import rondo.loop.Handle;

/// The open streams of signals of a loop, which has one callback for each signal: all streams that want it are told.
/// Loop thread only.
final class SignalStreams {
    /// @param handle of the callback; the program may have put one of its own in its place, which cancels it
    private record Wanted(Handle handle, Set<SignalStream> streams) {}

    private final EventLoop loop;
    private final Map<String, Wanted> all = new LinkedHashMap<>();

    private SignalStreams(EventLoop loop) {
        this.loop = loop;
    }

    static SignalStreams of(EventLoop loop) {
        return loop.attachment(SignalStreams.class, SignalStreams::new);
    }

    /// @throws IllegalArgumentException if there is no such signal, or it cannot be had; nothing has changed then
    void add(String name, SignalStream stream) {
        Wanted wanted = all.get(name);
        if (wanted == null || wanted.handle().cancelled()) {
            Set<SignalStream> streams = wanted == null ? new LinkedHashSet<>() : wanted.streams();
            Handle handle = loop.onSignal(name, () -> streams.forEach(each -> each.arrived(name)));
            wanted = new Wanted(handle, streams);
            all.put(name, wanted);
        }
        wanted.streams().add(stream);
    }

    void remove(String name, SignalStream stream) {
        Wanted wanted = all.get(name);
        if (wanted == null
                || !wanted.streams().remove(stream)
                || !wanted.streams().isEmpty()) {
            return;
        }
        all.remove(name);
        if (!wanted.handle().cancelled()) {
            loop.removeSignal(name);
        }
    }
}
