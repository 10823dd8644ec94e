package rondo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// How the peers' echo servers listen and accept, on bare channels: on this machine only, with their backlog, and
/// without Nagle's algorithm.
final class PeersListener {
    static final int BACKLOG = 4096;

    private PeersListener() {}

    /// {@return a listening channel in non-blocking mode, whose port was printed for the load client}
    static ServerSocketChannel open() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listener.configureBlocking(false);
        System.out.println("PORT " + listener.socket().getLocalPort());
        return listener;
    }

    /// {@return the next connection, in non-blocking mode; null if there is none}
    static @Nullable SocketChannel accept(ServerSocketChannel listener) {
        try {
            SocketChannel channel = listener.accept();
            if (channel != null) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot accept", e);
        }
    }
}
