package rondo.net;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import org.jspecify.annotations.Nullable;
import rondo.io.Readiness;

/// Opens sockets for one address, and connects one.
final class Connector {
    /// Opens a channel of the system's.
    @FunctionalInterface
    interface Opening<C> {
        C open(ProtocolFamily family) throws IOException;
    }

    private Connector() {}

    /// Suspends until the connection stands. A cancel closes the socket.
    static SocketTransport connect(SocketAddress to, @Nullable SocketAddress from) throws IOException {
        SocketChannel channel = open(SocketChannel::open, to);
        try {
            channel.configureBlocking(false);
            if (from != null) {
                bind(channel, from, to);
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

    private static void bind(SocketChannel channel, SocketAddress from, SocketAddress to) throws IOException {
        try {
            channel.bind(from);
        } catch (UnsupportedAddressTypeException e) {
            throw new SocketException(
                    "the local address " + from + " is of another family than " + to
                            + "; give one of the same, or none",
                    e);
        } catch (BindException e) {
            var failure = new BindException("the local address " + from + " cannot be had: " + e.getMessage()
                    + "; give another, or port 0 for a free one");
            failure.initCause(e);
            throw failure;
        }
    }

    /// Opens a channel of an address's family.
    ///
    /// @throws SocketException if this machine, or this JVM, has no such family: IPv6 may be switched off
    static <C> C open(Opening<C> opening, SocketAddress address) throws IOException {
        ProtocolFamily family = family(address);
        try {
            return opening.open(family);
        } catch (UnsupportedOperationException e) {
            throw new SocketException(
                    "there are no sockets of the family " + family.name() + " here, which " + address + " is of", e);
        }
    }

    static String unresolved(InetSocketAddress address) {
        return "the name in " + address + " has not been looked up; Names.getAddrInfo does";
    }

    private static ProtocolFamily family(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress _ -> StandardProtocolFamily.UNIX;
            case InetSocketAddress inet
            when inet.isUnresolved() -> throw new IllegalArgumentException(unresolved(inet));
            case InetSocketAddress inet when inet.getAddress() instanceof Inet4Address -> StandardProtocolFamily.INET;
            default -> StandardProtocolFamily.INET6;
        };
    }
}
