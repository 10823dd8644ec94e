package rondo.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.io.Transport;

/// The system's sockets.
final class SystemSockets implements Sockets {
    static final SystemSockets SYSTEM = new SystemSockets();
    static final Network NETWORK = new SocketNetwork(SYSTEM);

    private SystemSockets() {}

    @Override
    public List<InetAddress> resolve(String host) throws IOException {
        return SystemResolver.SYSTEM.resolve(host);
    }

    @Override
    public Transport connect(InetSocketAddress to, @Nullable InetSocketAddress from) throws IOException {
        return Connector.connect(to, from);
    }

    @Override
    public ListeningSocket listen(SocketAddress address, ServerOptions options) throws IOException {
        return SystemListeningSocket.open(address, options);
    }

    @Override
    public DatagramTransport datagrams(@Nullable InetSocketAddress from, @Nullable InetSocketAddress to)
            throws IOException {
        return SystemDatagrams.open(from, to);
    }
}
