package rondo.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The lines of an input that blocks, for all loops of the process: at most one thread reads, begun when somebody
/// wants a line. One that nobody wants any more when it has come is kept for whoever asks next, on any loop.
/// Any thread.
final class InputLines {
    private static final int LIMIT_BYTES = 1 << 20;

    /// Those of the process's standard input: a thread that waits there outlives the loop that has begun it, and must
    /// not take bytes from the middle of another's line. Guarded by the class.
    private static @Nullable InputLines standard;

    private final InputStream in;
    private final Charset charset;
    private final ArrayDeque<Line> read = new ArrayDeque<>(); // guarded by this
    private final Set<Runnable> waiting = new LinkedHashSet<>(); // guarded by this
    private boolean reading; // guarded by this: a thread is

    /// @param text without its end; null at the end of the input
    /// @param failure what there was instead
    record Line(@Nullable String text, @Nullable Throwable failure) {
        @Nullable String orThrow() throws IOException {
            return switch (failure) {
                case null -> text;
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IOException("standard input cannot be read: " + failure, failure);
            };
        }
    }

    InputLines(InputStream in, Charset charset) {
        this.in = in;
        this.charset = charset;
    }

    /// {@return the lines of the process's standard input, of another one after a `System.setIn`}
    @SuppressWarnings("ReferenceEquality") // an input is itself only
    static synchronized InputLines standard() {
        if (standard == null || standard.in != System.in) {
            standard = new InputLines(System.in, Charset.forName(System.getProperty("stdin.encoding", "UTF-8")));
        }
        return standard;
    }

    /// {@return the next line that has been read and nobody has taken; null if there is none}
    synchronized @Nullable Line poll() {
        return read.poll();
    }

    /// Has a line read, and calls back on the thread that reads it when one has come, once; at once if one has come
    /// since the caller polled. Another may take it first.
    synchronized void whenRead(Runnable callback) {
        if (!read.isEmpty()) {
            callback.run();
            return;
        }
        if (!reading) {
            Thread.ofPlatform()
                    .daemon()
                    .name("rondo-read-line")
                    .inheritInheritableThreadLocals(false)
                    .start(this::readOne);
            reading = true; // it has started, and its end waits for this
        }
        waiting.add(callback);
    }

    /// Takes back what [#whenRead(Runnable)] was given; the thread reads on.
    synchronized void forget(Runnable callback) {
        waiting.remove(callback);
    }

    private void readOne() {
        Line line;
        try {
            line = new Line(nextLine(), null);
        } catch (Throwable e) {
            line = new Line(null, e);
        }
        arrived(line).forEach(Runnable::run);
    }

    private synchronized List<Runnable> arrived(Line line) {
        reading = false;
        read.add(line);
        var told = new ArrayList<>(waiting);
        waiting.clear();
        return told;
    }

    private @Nullable String nextLine() throws IOException {
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
