package rondo.net;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/// How names become addresses: a seam, so that a test can have names of its own.
@FunctionalInterface
public interface Resolver {
    /// Finds the addresses of a host. May suspend the calling task; a cancel ends that.
    ///
    /// @param host a name, or an address as text
    /// @return its addresses, the preferred first; not empty
    /// @throws java.net.UnknownHostException if there is no such host
    /// @throws IOException if nobody can tell
    List<InetAddress> resolve(String host) throws IOException;

    /// {@return the system's resolver, on helper threads (asyncio's `getaddrinfo`); an address as text needs
    /// neither}
    static Resolver system() {
        return SystemResolver.SYSTEM;
    }

    /// {@return whether a host is an address as text: a resolver gives it back, and asks nobody}
    ///
    /// @param host a name, or an address as text
    static boolean literal(String host) {
        return host.indexOf(':') >= 0 || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }
}
