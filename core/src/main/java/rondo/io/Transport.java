package rondo.io;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// What carries a stream's bytes: a socket, a pipe in memory, TLS over another stream, a simulated network. The
/// seam below [ByteStream].
///
/// Reading and writing never wait: they move what can be moved now, and fail once this side has closed the transport.
/// Waiting is a call of its own. A stream calls from its loop's thread only, and lets one task read and one task
/// write at a time.
public interface Transport {
    /// Reads what is there now.
    ///
    /// @param target where to put it; it has room
    /// @return how many bytes were put, 0 if there are none now, -1 at the end
    /// @throws IOException if the connection is lost
    int read(ByteBuffer target) throws IOException;

    /// Writes what can be written now. If something remains, the other side is slow.
    ///
    /// @param source what to write; its position moves behind what was written
    /// @return how many bytes were written
    /// @throws IOException if the connection is lost
    int write(ByteBuffer source) throws IOException;

    /// Writes what can be written now of a file.
    ///
    /// @param file the file; its own position stays
    /// @param position where to begin, in bytes
    /// @param count how many bytes at most
    /// @return how many were written; 0 if none can be now, or the file has ended
    /// @throws IOException if the connection is lost, or the file cannot be read
    default long sendFile(FileChannel file, long position, long count) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(count, 64 << 10));
        file.read(piece, position);
        return write(piece.flip());
    }

    /// {@return whether everything that was written has been handed on; false while a layer holds bytes that its
    /// next write, even of nothing, will hand on}
    default boolean flushed() {
        return true;
    }

    /// {@return whether the last read has taken all there was, so that another one before [#awaitReadable()] gives
    /// nothing; false where only the read itself can tell}
    default boolean drained() {
        return false;
    }

    /// Suspends the calling task until a read may give something, the end or an error; returns at once, or for
    /// nothing, if that is simpler. Ends when the transport is closed. A cancel ends it and loses nothing.
    ///
    /// @throws IOException if the connection is lost
    void awaitReadable() throws IOException;

    /// Suspends the calling task until a write may move something, or fail. Ends when the transport is closed. A
    /// cancel ends it and loses nothing.
    ///
    /// @throws IOException if the connection is lost
    void awaitWritable() throws IOException;

    /// Ends the output: the other side reads what was written, and then the end. May suspend.
    ///
    /// @throws IOException if the connection is lost
    void shutdownOutput() throws IOException;

    /// Closes both directions, in order: what was written is still delivered. Wakes the tasks that wait. May
    /// suspend, but not for ever. Does nothing the second time.
    ///
    /// @throws IOException if what was written cannot be delivered
    void close() throws IOException;

    /// Closes both directions at once: the other side sees a reset. Wakes the tasks that wait. Never suspends
    /// or fails.
    void abort();

    /// {@return the address of this side; null if it has none}
    ///
    /// @throws IOException if it cannot be told
    default @Nullable SocketAddress localAddress() throws IOException {
        return null;
    }

    /// {@return the address of the other side; null if it has none}
    ///
    /// @throws IOException if it cannot be told
    default @Nullable SocketAddress remoteAddress() throws IOException {
        return null;
    }

    /// Says that the calling task has opened it, for whom another task has tried its address: a report of what was left
    /// open leads here. Does nothing if there is nothing to report.
    default void openedHere() {}

    /// {@return what a layer knows of the connection beyond its bytes, as TLS does; null if none does}
    ///
    /// @param <T> the type
    /// @param type which knowledge
    default <T> @Nullable T extra(Class<T> type) {
        return null;
    }

    /// {@return the value of a socket option}
    ///
    /// @param <T> its type
    /// @param name which
    /// @throws UnsupportedOperationException if there is no such option here
    /// @throws IOException if it cannot be told
    default <T> @Nullable T option(SocketOption<T> name) throws IOException {
        throw new UnsupportedOperationException(this + " has no option " + name);
    }

    /// Sets a socket option.
    ///
    /// @param <T> its type
    /// @param name which
    /// @param value the new value
    /// @throws UnsupportedOperationException if there is no such option here
    /// @throws IOException if it cannot be set
    default <T> void option(SocketOption<T> name, T value) throws IOException {
        throw new UnsupportedOperationException(this + " has no option " + name);
    }
}
