package rondo.net;

import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import rondo.io.Transport;

/// A socket that listens: where the connections of a [Server] come from. Loop thread only.
public interface ListeningSocket {
    /// {@return the address that it listens on}
    SocketAddress address();

    /// Suspends the calling task until a connection may have come, or returns at once, or for nothing, if that
    /// is simpler. Ends when this is closed. A cancel ends the wait and loses no connection.
    ///
    /// @throws IOException if it listens no more
    void awaitConnection() throws IOException;

    /// Accepts a connection. Does not suspend.
    ///
    /// @return the next one, or null if there is none now
    /// @throws IOException if it cannot be accepted: the descriptors have run out, say
    @Nullable Transport accept() throws IOException;

    /// Stops listening, and wakes the task that waits. Called once.
    ///
    /// @throws IOException if it cannot be closed
    void close() throws IOException;
}
