package rondo.net;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import rondo.loop.EventLoop;
import rondo.task.Closing;

/// The processes that a loop has started and that still run: it takes them along when it ends. Loop thread
/// only.
final class Subprocesses implements AutoCloseable {
    private final Set<Subprocess> running = new LinkedHashSet<>();

    private Subprocesses(EventLoop loop) {
        Closing.add(loop, this::closeAll);
    }

    static Subprocesses of(EventLoop loop) {
        return loop.attachment(Subprocesses.class, Subprocesses::new);
    }

    void add(Subprocess process) {
        running.add(process);
    }

    void remove(Subprocess process) {
        running.remove(process);
    }

    private void closeAll() {
        for (Subprocess left : new ArrayList<>(running)) {
            left.leftOver();
            left.close();
        }
    }

    /// A loop that is closed by hand cannot wait for them.
    @Override
    public void close() {
        running.forEach(Subprocess::killAll);
    }
}
