package rondo.testkit.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.Rondo;
import rondo.io.Transport;
import rondo.net.DatagramTransport;
import rondo.net.ListeningSocket;
import rondo.net.ServerOptions;
import rondo.net.Sockets;

/// Sockets whose names take a while to look up, as the system's do.
record SlowNames(Sockets sockets) implements Sockets {
    @Override
    public List<InetAddress> resolve(String name) throws IOException {
        Rondo.sleep(Duration.ofMillis(5));
        return sockets.resolve(name);
    }

    @Override
    public Transport connect(InetSocketAddress to, @Nullable InetSocketAddress from) throws IOException {
        return sockets.connect(to, from);
    }

    @Override
    public ListeningSocket listen(SocketAddress address, ServerOptions options) throws IOException {
        return sockets.listen(address, options);
    }

    @Override
    public DatagramTransport datagrams(@Nullable InetSocketAddress from, @Nullable InetSocketAddress to)
            throws IOException {
        return sockets.datagrams(from, to);
    }
}
