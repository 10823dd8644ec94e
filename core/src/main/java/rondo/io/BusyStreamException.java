package rondo.io;

/// A second task reads, or writes, a stream while the first still waits: their bytes would mix.
public final class BusyStreamException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    BusyStreamException(String message) {
        super(message);
    }
}
