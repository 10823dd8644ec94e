package rondo.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import rondo.io.Transport;

/// What a network is made of: the seam below [Network], at which a simulation takes the system's place.
///
/// Everything above it, happy eyeballs, time limits, servers and streams, is the same code on any network.
/// Called on the loop's thread, in tasks.
public interface Sockets extends Resolver {
    /// Connects to an address. Suspends the calling task until the connection stands; a cancel ends the attempt
    /// and leaves nothing open.
    ///
    /// @param to the address
    /// @param from the address to connect from; null for any
    /// @return the connection
    /// @throws IOException if it cannot be made
    Transport connect(InetSocketAddress to, @Nullable InetSocketAddress from) throws IOException;

    /// Listens on an address. Does not suspend.
    ///
    /// @param address the address; port 0 for a free one
    /// @param options how to listen
    /// @return what listens
    /// @throws java.net.BindException if the address is taken, or not this host's
    /// @throws IOException if it cannot listen for another reason
    ListeningSocket listen(SocketAddress address, ServerOptions options) throws IOException;

    /// Takes an address to send datagrams from and receive them at. Does not suspend.
    ///
    /// @param from the address, port 0 for a free one; null for any
    /// @param to the only other side; null for everybody
    /// @return the socket
    /// @throws java.net.BindException if the address is taken, or not this host's
    /// @throws IOException if it cannot be had for another reason
    DatagramTransport datagrams(@Nullable InetSocketAddress from, @Nullable InetSocketAddress to) throws IOException;
}
