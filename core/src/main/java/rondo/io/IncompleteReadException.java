package rondo.io;

import java.io.EOFException;

/// A stream ended in the middle of what was asked for (asyncio's `IncompleteReadError`).
public final class IncompleteReadException extends EOFException {
    private static final long serialVersionUID = 1L;

    /// What there was.
    private final byte[] partial;

    /// How many bytes were asked for, or -1.
    private final int expected;

    IncompleteReadException(byte[] partial, int expected, String wanted) {
        super("the stream ended after " + partial.length + " bytes, before " + wanted
                + "; what there was is in partial()");
        this.partial = partial;
        this.expected = expected;
    }

    /// {@return the bytes before the end; they are no longer in the stream}
    public byte[] partial() {
        return partial.clone();
    }

    /// {@return how many bytes were asked for; -1 for a read up to a separator}
    public int expected() {
        return expected;
    }
}
