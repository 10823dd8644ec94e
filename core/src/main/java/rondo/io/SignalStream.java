package rondo.io;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.sync.Event;

/// The signals that come to the process, one after the other, for a task that waits for them.
///
/// Signals that come while nobody waits are kept, each once, as the system does. Meanwhile they do nothing
/// else: `TERM` and `INT` no longer cancel the main task. Belongs to the loop's thread.
public final class SignalStream implements AutoCloseable {
    private final SignalStreams all = SignalStreams.of(EventLoop.current());
    private final Set<String> names = new LinkedHashSet<>();
    private final LinkedHashSet<String> arrived = new LinkedHashSet<>();
    private final Event changed = new Event();
    private boolean closed;

    private SignalStream() {}

    /// Opens a stream of signals on the running loop, in place of the callbacks that it has for them. Of several
    /// streams of one signal each gets it.
    ///
    /// @param names the signals, without `SIG`: `HUP`, say
    /// @return the stream; close it when done
    /// @throws IllegalArgumentException if the system has no such signal, or the JVM or the system keeps
    /// it; none is taken then
    /// @throws IllegalStateException if the calling thread runs no loop
    public static SignalStream open(String... names) {
        var stream = new SignalStream();
        try {
            for (String name : names) {
                stream.all.add(name, stream);
                stream.names.add(name);
            }
        } catch (IllegalArgumentException e) {
            stream.close();
            throw e;
        }
        return stream;
    }

    /// Called by the loop.
    void arrived(String name) {
        arrived.add(name);
        changed.set();
    }

    /// Suspends the calling task until a signal has come. A cancel ends the wait and loses none.
    ///
    /// @return its name, without `SIG`; null once the stream is closed
    public @Nullable String next() {
        while (arrived.isEmpty() && !closed) {
            changed.clear();
            changed.await();
        }
        return closed ? null : arrived.removeFirst();
    }

    /// Gives the signals back: they do again what they did before. A task that waits gets null. Does nothing the
    /// second time.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            names.forEach(name -> all.remove(name, this));
            changed.set();
        }
    }

    @Override
    public String toString() {
        return "SignalStream" + names + (closed ? ", closed" : "");
    }
}
