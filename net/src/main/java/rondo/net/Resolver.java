package rondo.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
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

    /// {@return the address that a host is as text}
    ///
    /// @param host an address as text, by [#literal(String)]
    /// @throws UnknownHostException if it only looks like one: a number is too large, or a port is with it
    static InetAddress address(String host) throws UnknownHostException {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            var unknown = new UnknownHostException("'" + host + "' looks like an address and is none: " + e.getMessage()
                    + "; give a host's name or address alone, without brackets, port or scheme");
            unknown.initCause(e);
            throw unknown;
        }
    }
}
