package rondo.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.task.Future;

/// The server of the peers' `echo` workload, from readiness callbacks: no coroutine, one buffer for all.
final class RawEchoServer {
    private final EventLoop loop = EventLoop.current();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);

    private RawEchoServer() {}

    static void serve() throws IOException {
        new RawEchoServer().listen();
        new Future<@Nullable Void>().await(); // for ever
    }

    private void listen() throws IOException {
        ServerSocketChannel listener = PeersListener.open();
        loop.onReadable(listener, () -> accept(listener));
    }

    private void accept(ServerSocketChannel listener) {
        SocketChannel channel = PeersListener.accept(listener);
        if (channel != null) {
            loop.onReadable(channel, () -> echo(channel));
        }
    }

    private void echo(SocketChannel channel) {
        try {
            if (channel.read(buffer.clear()) < 0) {
                channel.close();
                return;
            }
            channel.write(buffer.flip());
            if (buffer.hasRemaining()) {
                finish(
                        channel,
                        ByteBuffer.allocate(buffer.remaining()).put(buffer).flip());
            }
        } catch (IOException e) {
            close(channel);
        }
    }

    /// Reads no more until the rest has been written.
    private void finish(SocketChannel channel, ByteBuffer rest) {
        loop.onWritable(channel, () -> {
            try {
                channel.write(rest);
                if (!rest.hasRemaining()) {
                    loop.onReadable(channel, () -> echo(channel));
                    loop.removeWritable(channel);
                }
            } catch (IOException e) {
                close(channel);
            }
        });
        loop.removeReadable(channel);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot close", e);
        }
    }
}
