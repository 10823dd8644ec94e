package rondo.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import rondo.io.Readiness;

/// Connects one socket to one address.
final class Connector {
    private Connector() {}

    /// Suspends until the connection stands. A cancel closes the socket.
    static SocketTransport connect(SocketAddress to, @Nullable SocketAddress from) throws IOException {
        SocketChannel channel = SocketChannel.open(family(to));
        try {
            channel.configureBlocking(false);
            if (from != null) {
                channel.bind(from);
            }
            boolean connected = channel.connect(to);
            Readiness readiness = Readiness.of(channel);
            while (!connected) {
                readiness.awaitWritable();
                connected = channel.finishConnect();
            }
            return new SocketTransport(channel, readiness);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    static ProtocolFamily family(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress _ -> StandardProtocolFamily.UNIX;
            case InetSocketAddress inet when inet.getAddress() instanceof Inet4Address -> StandardProtocolFamily.INET;
            default -> StandardProtocolFamily.INET6;
        };
    }
}
