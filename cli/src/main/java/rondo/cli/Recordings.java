package rondo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import rondo.loop.EventLoop;
import rondo.observe.Recorder;
import rondo.observe.Trace;
import rondo.task.RunListener;
import rondo.task.Runner;

/// A recording of each loop of this process, written when the process ends: the first loop's to the file named,
/// the others' beside it.
///
/// A loop that still runs then, because the program ends by `System.exit`, is asked for what it has recorded up to
/// then.
final class Recordings implements RunListener {
    private static final int MOST_LOOPS = 20;

    private final Path file;
    private final int eventLimit;
    private final Map<EventLoop, Recorder> recorders = new LinkedHashMap<>(); // under the lock
    private final ReentrantLock lock = new ReentrantLock();
    private int leftOut; // under the lock
    private boolean written; // under the lock

    Recordings(Path file, int eventLimit) {
        this.file = file;
        this.eventLimit = eventLimit;
    }

    /// Called on the loop's thread whenever one starts, which it may do several times.
    void begin(EventLoop loop) {
        lock.lock();
        try {
            if (recorders.containsKey(loop)) {
                return;
            }
            if (recorders.size() == MOST_LOOPS) {
                leftOut++;
                return;
            }
            recorders.put(loop, Recorder.on(loop, eventLimit));
            Runner.listen(loop, this);
        } finally {
            lock.unlock();
        }
    }

    /// A second Ctrl-C ends the process without its shutdown hooks: that of a program that hangs.
    @Override
    public void killed(EventLoop loop, String signal) {
        write();
    }

    /// Writes them, the first time.
    void write() {
        lock.lock();
        try {
            if (written) {
                return;
            }
            written = true;
            int n = 0;
            for (Recorder recorder : recorders.values()) {
                write(recorder.trace(), ++n == 1 ? file : numbered(n));
            }
            if (n == 0) {
                System.err.println("rondo trace: the program ran no event loop, so there is no trace");
            }
            if (leftOut > 0) {
                System.err.println("rondo trace: " + leftOut + " more starts of loops were not recorded");
            }
        } finally {
            lock.unlock();
        }
    }

    private static void write(Trace trace, Path to) {
        try {
            trace.write(to);
            String loss = trace.eventsLeftOut() == 0
                    ? ""
                    : "; " + trace.eventsLeftOut() + " older events are only counted, --events=N keeps more";
            System.err.println("rondo trace: wrote " + to + loss);
        } catch (IOException e) {
            System.err.println("rondo trace: cannot write " + to + ": " + e);
        }
    }

    private Path numbered(int n) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.');
        return file.resolveSibling(name.substring(0, dot) + "-" + n + name.substring(dot));
    }
}
