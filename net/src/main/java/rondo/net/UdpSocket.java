package rondo.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.MembershipKey;
import org.jspecify.annotations.Nullable;
import rondo.io.StreamClosedException;
import rondo.io.TurnLimit;
import rondo.loop.EventLoop;

/// Datagrams over UDP (asyncio's `create_datagram_endpoint`).
///
/// A send suspends while the system's buffer is full; a receive until a datagram has come. One task may
/// send and one receive at a time; one that never has to wait still yields to others after 64 datagrams in a row.
/// Broadcast is an option, `SO_BROADCAST`. Belongs to one loop, and to that loop's thread: elsewhere its methods throw
/// an [IllegalStateException].
public final class UdpSocket implements AutoCloseable {
    private static final int LARGEST = 65_535;

    private final EventLoop loop = EventLoop.current();
    private final DatagramTransport transport;
    private final TurnLimit turnLimit = new TurnLimit();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(LARGEST);
    private boolean closed;

    UdpSocket(DatagramTransport transport) {
        this.transport = transport;
    }

    /// Takes a port on 127.0.0.1, to send from and receive at.
    ///
    /// @param port the port; 0 for a free one
    /// @return the socket; close it when done
    /// @throws BindException if the port is taken
    /// @throws IOException if it cannot be had for another reason
    public static UdpSocket bind(int port) throws IOException {
        return bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /// Takes an address of this machine, to send from and receive at.
    ///
    /// @param address the address; port 0 for a free one
    /// @return the socket; close it when done
    /// @throws BindException if the port is taken, or the address is not this machine's
    /// @throws IOException if it cannot be had for another reason
    public static UdpSocket bind(InetSocketAddress address) throws IOException {
        return new UdpSocket(SystemDatagrams.open(address, null));
    }

    /// Makes a socket that talks to one other only. That nobody is there comes back as an error, where the
    /// network says so (ICMP).
    ///
    /// @param host a name or an address
    /// @param port the port
    /// @return the socket; close it when done
    /// @throws java.net.UnknownHostException if there is no such host
    /// @throws IOException if it cannot be made
    public static UdpSocket connect(String host, int port) throws IOException {
        return Network.system().connectUdp(host, port);
    }

    /// Receives the next datagram. Suspends until one has come; a cancel loses none.
    ///
    /// @return what came, and from whom
    /// @throws java.net.PortUnreachableException if the other side of a connected socket has nobody there
    /// @throws StreamClosedException if this side closed it
    /// @throws IOException if it fails for another reason
    public Datagram receive() throws IOException {
        takeTurn();
        InetSocketAddress sender = receiveNow();
        while (sender == null) {
            turnLimit.startAnew();
            transport.awaitReadable();
            sender = receiveNow();
        }
        byte[] bytes = new byte[incoming.flip().remaining()];
        incoming.get(bytes);
        return new Datagram(bytes, sender);
    }

    private @Nullable InetSocketAddress receiveNow() throws IOException {
        checkOpen();
        return transport.receive(incoming.clear());
    }

    /// Sends a datagram. Suspends while the system's buffer is full; a cancel there sends nothing.
    ///
    /// @param source what to send, as one datagram
    /// @param to to whom
    /// @throws StreamClosedException if this side closed it
    /// @throws IOException if it cannot be sent: it is too large, say
    public void send(ByteBuffer source, InetSocketAddress to) throws IOException {
        takeTurn();
        boolean sent = sendNow(source, to);
        while (!sent) {
            turnLimit.startAnew();
            transport.awaitWritable();
            sent = sendNow(source, to);
        }
    }

    /// Sends a datagram to the other side of a connected socket, as [#send(ByteBuffer, InetSocketAddress)]
    /// does.
    ///
    /// @param source what to send, as one datagram
    /// @throws IllegalStateException if the socket is not connected
    /// @throws java.net.PortUnreachableException if an earlier one met nobody there
    /// @throws StreamClosedException if this side closed it
    /// @throws IOException if it cannot be sent: it is too large, say
    public void send(ByteBuffer source) throws IOException {
        checkOpen();
        InetSocketAddress other = transport.remoteAddress();
        if (other == null) {
            throw new IllegalStateException(
                    this + " is connected to nobody; use send(source, to), or UdpSocket.connect(host, port)");
        }
        send(source, other);
    }

    private boolean sendNow(ByteBuffer source, InetSocketAddress to) throws IOException {
        checkOpen();
        return transport.send(source, to);
    }

    private void takeTurn() {
        loop.checkTurn();
        if (turnLimit.reached()) {
            turnLimit.giveWay();
        }
    }

    private void checkOpen() throws StreamClosedException {
        if (closed) {
            throw new StreamClosedException(this + " is closed; open another");
        }
    }

    /// Joins a multicast group: what is sent to it is received here.
    ///
    /// @param group the group's address
    /// @param where the network interface
    /// @return the membership, to be dropped
    /// @throws StreamClosedException if this side closed it
    /// @throws IOException if it cannot be joined
    public MembershipKey join(InetAddress group, NetworkInterface where) throws IOException {
        checkOpen();
        return transport.join(group, where);
    }

    /// {@return the address of this side, also after its end}
    ///
    /// @throws IOException if it cannot be told
    public InetSocketAddress localAddress() throws IOException {
        return transport.localAddress();
    }

    /// {@return the other side of a connected socket, also after its end; null if it is not connected}
    ///
    /// @throws IOException if it cannot be told
    public @Nullable InetSocketAddress remoteAddress() throws IOException {
        return transport.remoteAddress();
    }

    /// {@return the value of a socket option}
    ///
    /// @param <T> its type
    /// @param name which, of `StandardSocketOptions`
    /// @throws StreamClosedException if this side closed it
    /// @throws IOException if it cannot be told
    public <T> @Nullable T option(SocketOption<T> name) throws IOException {
        checkOpen();
        return transport.option(name);
    }

    /// Sets a socket option.
    ///
    /// @param <T> its type
    /// @param name which, of `StandardSocketOptions`
    /// @param value the new value
    /// @throws StreamClosedException if this side closed it
    /// @throws IOException if it cannot be set
    public <T> void option(SocketOption<T> name, T value) throws IOException {
        checkOpen();
        transport.option(name, value);
    }

    /// Closes the socket, and frees its port at once. Tasks that wait on it fail with a
    /// [StreamClosedException]. Does nothing the second time.
    ///
    /// @throws IOException if it cannot be closed
    @Override
    public void close() throws IOException {
        loop.checkTurn();
        if (!closed) {
            closed = true;
            transport.close();
        }
    }

    @Override
    public String toString() {
        return transport.toString();
    }
}
