package rondo.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import rondo.io.Threads;

/// Names of hosts and their addresses, by the system's resolver on helper threads.
public final class Names {
    private Names() {}

    /// Finds the addresses of a host (asyncio's `getaddrinfo`). Suspends the calling task; a cancel ends that.
    ///
    /// @param host a name, or an address as text
    /// @param port the port of the addresses, 0 to 65,535
    /// @return its addresses, the preferred first, unmodifiable; not empty
    /// @throws java.net.UnknownHostException if there is no such host
    /// @throws IOException if nobody can tell
    public static List<InetSocketAddress> getAddrInfo(String host, int port) throws IOException {
        return resolve(Resolver.system(), host).stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    /// Asks a resolver, and holds it to its promise. An empty name is nobody's, as in asyncio; Java's resolver would
    /// take it for this machine's.
    ///
    /// @return the addresses, at least one
    static List<InetAddress> resolve(Resolver resolver, String host) throws IOException {
        if (host.isEmpty()) {
            throw new UnknownHostException(
                    "the host is empty; give a name or an address: 127.0.0.1 is this machine, and to listen on, 0.0.0.0 all of it");
        }
        List<InetAddress> addresses = resolver.resolve(host);
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host + ": the resolver " + resolver + " gives no address, and no error");
        }
        return addresses;
    }

    /// Finds the name of an address (asyncio's `getnameinfo`). Suspends the calling task; a cancel ends that.
    ///
    /// @param address the address
    /// @return its name if the system knows one that leads back to it, else the address as text
    public static String getNameInfo(InetAddress address) {
        InetAddress nameless = withoutName(address);
        return Threads.toThread(nameless::getCanonicalHostName);
    }

    /// {@return an address without the name that it may carry, which nobody has checked}
    private static InetAddress withoutName(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of an illegal length: " + address, e);
        }
    }
}
