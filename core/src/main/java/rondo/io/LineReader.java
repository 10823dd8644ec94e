package rondo.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import rondo.sync.Event;
import rondo.sync.Lock;
import rondo.task.Future;

/// Lines of an input that blocks: each read on a thread of its own, which nobody has to wait for. Loop thread
/// only.
final class LineReader {
    private static final int LIMIT_BYTES = 1 << 20;
    private static final Executor THREAD_EACH =
            Thread.ofPlatform().daemon().name("rondo-read-line").inheritInheritableThreadLocals(false)::start;

    private final InputStream in;
    private final Charset charset;
    private final Lock turn = new Lock();
    private final Event arrived = new Event();
    private @Nullable Future<@Nullable String> reading; // begun, and not taken by anybody yet

    LineReader(InputStream in, Charset charset) {
        this.in = in;
        this.charset = charset;
    }

    @Nullable String readLine() throws IOException {
        try (var _ = turn.hold()) {
            if (reading == null) {
                arrived.clear();
                reading = Threads.<@Nullable String>runInExecutor(THREAD_EACH, this::read);
                reading.addDoneCallback(any -> arrived.set());
            }
            arrived.await(); // not the future itself: a cancel would drop its line
            Future<@Nullable String> read = reading;
            reading = null;
            return read.await(IOException.class);
        }
    }

    /// Takes no byte too many: what follows the line is for the next loop, or for somebody else.
    private @Nullable String read() throws IOException {
        var line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            if (line.size() == LIMIT_BYTES) {
                throw new LimitExceededException(
                        "a line of standard input is longer than " + LIMIT_BYTES + " bytes; what has come of it is"
                                + " dropped. Read long input as a stream, not as lines",
                        LIMIT_BYTES);
            }
            line.write(next);
            next = in.read();
        }
        String text = line.toString(charset);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
