package rondo.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;
import rondo.sync.Event;
import rondo.sync.Lock;

/// A loop's way to the lines of an input that blocks: its tasks get one each, in the order of their calls. Loop
/// thread only.
final class LineReader {
    private final InputLines lines;
    private final EventLoop loop = EventLoop.current();
    private final Lock turn = new Lock();
    private final Event arrived = new Event();
    private final Runnable wake = this::wake; // one object, to be found again

    LineReader(InputLines lines) {
        this.lines = lines;
    }

    @Nullable String readLine() throws IOException {
        try (var _ = turn.hold()) {
            InputLines.Line line = lines.poll();
            while (line == null) {
                awaitOne();
                line = lines.poll();
            }
            return line.orThrow();
        }
    }

    /// A cancel loses nothing: a line that comes afterwards is kept.
    private void awaitOne() {
        arrived.clear();
        loop.outsideWorkStarted();
        try {
            lines.whenRead(wake);
            arrived.await();
        } finally {
            lines.forget(wake);
            loop.outsideWorkEnded();
        }
    }

    /// Called on the thread that reads.
    private void wake() {
        try {
            loop.callSoonThreadsafe(arrived::set);
        } catch (LoopClosedException e) {
            // the line is there for the next loop
        }
    }
}
