package rondo.io;

/// How a stream behaves.
///
/// @param limitBytes how many bytes a line, or a read up to a separator, may have before its separator; at least 1
public record StreamOptions(int limitBytes) {
    private static final int LIMIT = 64 << 10; // asyncio's

    private static final StreamOptions DEFAULTS = new StreamOptions(LIMIT);

    /// Checks the limit.
    public StreamOptions {
        if (limitBytes < 1) {
            throw new IllegalArgumentException("limitBytes is " + limitBytes + "; it must be positive");
        }
    }

    /// {@return the default options: a limit of 64 KiB}
    public static StreamOptions defaults() {
        return DEFAULTS;
    }

    /// {@return these options with another limit}
    /// @param bytes how many bytes may precede a separator
    public StreamOptions withLimit(int bytes) {
        return new StreamOptions(bytes);
    }
}
