package rondo.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.MembershipKey;
import org.jspecify.annotations.Nullable;

/// What carries a [UdpSocket]'s datagrams. Sending and receiving never wait: waiting is a call of its own. Loop
/// thread only.
public interface DatagramTransport {
    /// Receives a datagram.
    ///
    /// @param target where to put it; what does not fit is lost
    /// @return who sent it, or null if there is none now
    /// @throws IOException if that fails
    @Nullable InetSocketAddress receive(ByteBuffer target) throws IOException;

    /// Sends a datagram.
    ///
    /// @param source what to send
    /// @param to to whom
    /// @return whether it was sent; false if there is no room now
    /// @throws IOException if it cannot be sent
    boolean send(ByteBuffer source, InetSocketAddress to) throws IOException;

    /// Suspends the calling task until a datagram may have come; ends when this is closed.
    ///
    /// @throws IOException if it is closed
    void awaitReadable() throws IOException;

    /// Suspends the calling task until one may be sent; ends when this is closed.
    ///
    /// @throws IOException if it is closed
    void awaitWritable() throws IOException;

    /// {@return the address of this side}
    ///
    /// @throws IOException if it cannot be told
    InetSocketAddress localAddress() throws IOException;

    /// {@return the only other side; null if it is not connected}
    ///
    /// @throws IOException if it cannot be told
    @Nullable InetSocketAddress remoteAddress() throws IOException;

    /// Frees the address, and wakes the tasks that wait. Called once.
    ///
    /// @throws IOException if it cannot be closed
    void close() throws IOException;

    /// Joins a multicast group.
    ///
    /// @param group the group's address
    /// @param where the network interface
    /// @return the membership, to be dropped
    /// @throws UnsupportedOperationException if there are no groups here
    /// @throws IOException if it cannot be joined
    default MembershipKey join(InetAddress group, NetworkInterface where) throws IOException {
        throw new UnsupportedOperationException(this + " knows no multicast; cannot join " + group);
    }

    /// {@return the value of a socket option}
    ///
    /// @param <T> its type
    /// @param name which
    /// @throws UnsupportedOperationException if there is no such option here
    /// @throws IOException if it cannot be told
    default <T> @Nullable T option(SocketOption<T> name) throws IOException {
        throw new UnsupportedOperationException(this + " has no option " + name);
    }

    /// Sets a socket option.
    ///
    /// @param <T> its type
    /// @param name which
    /// @param value the new value
    /// @throws UnsupportedOperationException if there is no such option here
    /// @throws IOException if it cannot be set
    default <T> void option(SocketOption<T> name, T value) throws IOException {
        throw new UnsupportedOperationException(this + " has no option " + name);
    }
}
