package rondo.net;

import rondo.io.ByteStream;

/// What a server does with a connection.
@FunctionalInterface
public interface StreamHandler {
    /// Serves one connection, in a task of its own. The stream is closed when this returns or throws.
    ///
    /// @param stream the connection
    /// @throws Exception what went wrong: a lost connection, an `IOException`, ends quietly; anything else goes
    /// to the loop's exception handler. The server goes on
    void handle(ByteStream stream) throws Exception;
}
