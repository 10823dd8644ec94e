package rondo.io;

import rondo.loop.EventLoop;

/// Two streams connected in memory: what is written to one is read from the other, both ways.
///
/// Each direction holds 64 KiB, and a writer waits for room. For tests, and for code that expects a stream.
///
/// @param left one end
/// @param right the other end
public record Pipe(ByteStream left, ByteStream right) implements AutoCloseable {
    /// {@return a new pipe on the running loop}
    ///
    /// @throws IllegalStateException if the calling thread runs no loop
    public static Pipe open() {
        return open(StreamOptions.defaults());
    }

    /// {@return a new pipe on the running loop}
    ///
    /// @param options how both ends behave
    /// @throws IllegalStateException if the calling thread runs no loop
    public static Pipe open(StreamOptions options) {
        EventLoop loop = EventLoop.current();
        var there = new PipeDirection(loop);
        var back = new PipeDirection(loop);
        return new Pipe(
                new ByteStream(new PipeTransport(back, there), options),
                new ByteStream(new PipeTransport(there, back), options));
    }

    /// Closes both ends.
    @Override
    public void close() throws java.io.IOException {
        left.close();
        right.close();
    }
}
