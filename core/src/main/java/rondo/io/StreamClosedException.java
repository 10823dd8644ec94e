package rondo.io;

import java.io.IOException;

/// A stream was used after it was closed, or closed while a task waited on it.
public final class StreamClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    /// Creates an exception.
    ///
    /// @param message which stream, and what to do
    public StreamClosedException(String message) {
        super(message);
    }
}
