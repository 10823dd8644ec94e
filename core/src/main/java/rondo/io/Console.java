package rondo.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;

/// Standard input, line by line.
///
/// A read of it cannot be polled, so it is on a thread of its own, from the first call that waits until a line
/// has come. A cancel ends the wait at once and loses nothing: the line goes to the next call. When the loop
/// ends during such a read, the thread stays until a line comes, which the next loop that asks gets; it does not
/// keep the JVM.
public final class Console {
    private Console() {}

    /// Reads a line (Python's `input`). Suspends the calling task until it has come; several tasks get one line
    /// each, in the order of their calls.
    ///
    /// @return the line without its end, decoded as `stdin.encoding` says; null at the end of the input
    /// @throws LimitExceededException if the line is longer than 1 MiB; what has come of it is dropped
    /// @throws IOException if standard input cannot be read
    /// @throws IllegalStateException if called outside a task
    public static @Nullable String readLine() throws IOException {
        return EventLoop.current()
                .attachment(LineReader.class, any -> new LineReader(InputLines.standard()))
                .readLine();
    }

    /// Writes a prompt, and reads a line as [#readLine()] does.
    ///
    /// @param prompt what to write to standard output, without a line end
    /// @return the line without its end; null at the end of the input
    /// @throws LimitExceededException if the line is longer than 1 MiB; what has come of it is dropped
    /// @throws IOException if standard input cannot be read
    /// @throws IllegalStateException if called outside a task
    public static @Nullable String readLine(String prompt) throws IOException {
        System.out.print(prompt);
        System.out.flush();
        return readLine();
    }
}
