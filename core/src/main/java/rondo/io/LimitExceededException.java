package rondo.io;

import java.io.IOException;

/// No separator came within a stream's limit (asyncio's `LimitOverrunError`).
public final class LimitExceededException extends IOException {
    private static final long serialVersionUID = 1L;

    /// How many bytes certainly precede the separator.
    private final int consumed;

    LimitExceededException(String message, int consumed) {
        super(message);
        this.consumed = consumed;
    }

    /// {@return how many bytes at the head of the stream hold no separator, so that they can be read on their own}
    public int consumed() {
        return consumed;
    }
}
