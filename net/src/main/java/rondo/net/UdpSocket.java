package rondo.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import org.jspecify.annotations.Nullable;
import rondo.io.OpenDescriptor;
import rondo.io.Readiness;
import rondo.io.StreamClosedException;

/// Datagrams over UDP (asyncio's `create_datagram_endpoint`).
///
/// A send suspends while the system's buffer is full; a receive until a datagram has come. One task may
/// send and one receive at a time. Broadcast is an option, `SO_BROADCAST`. Belongs to the loop's thread.
public final class UdpSocket implements AutoCloseable {
    private static final int LARGEST = 65_535;

    private final DatagramChannel channel;
    private final Readiness readiness;
    private final OpenDescriptor descriptor;
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(LARGEST);
    private boolean closed;

    private UdpSocket(DatagramChannel channel) {
        this.channel = channel;
        this.readiness = Readiness.of(channel);
        this.descriptor = OpenDescriptor.of(this, channel);
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
        DatagramChannel channel = DatagramChannel.open(Connector.family(address));
        try {
            channel.configureBlocking(false);
            channel.bind(address);
            return new UdpSocket(channel);
        } catch (IOException e) {
            channel.close();
            var failure = new BindException("cannot take UDP port " + address + ": " + e.getMessage()
                    + "; choose another, or 0 for a free one");
            failure.initCause(e);
            throw failure;
        }
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
        InetAddress address = Resolver.system().resolve(host).getFirst();
        var other = new InetSocketAddress(address, port);
        DatagramChannel channel = DatagramChannel.open(Connector.family(other));
        try {
            channel.configureBlocking(false);
            channel.connect(other);
            return new UdpSocket(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// Receives the next datagram. Suspends until one has come; a cancel loses none.
    ///
    /// @return what came, and from whom
    /// @throws java.net.PortUnreachableException if the other side of a connected socket has nobody there
    /// @throws StreamClosedException if this side closed it
    /// @throws IOException if it fails for another reason
    public Datagram receive() throws IOException {
        SocketAddress sender = receiveNow();
        while (sender == null) {
            readiness.awaitReadable();
            sender = receiveNow();
        }
        byte[] bytes = new byte[incoming.flip().remaining()];
        incoming.get(bytes);
        return new Datagram(bytes, (InetSocketAddress) sender);
    }

    private @Nullable SocketAddress receiveNow() throws IOException {
        checkOpen();
        return channel.receive(incoming.clear());
    }

    /// Sends a datagram. Suspends while the system's buffer is full; a cancel there sends nothing.
    ///
    /// @param source what to send, as one datagram
    /// @param to to whom
    /// @throws StreamClosedException if this side closed it
    /// @throws IOException if it cannot be sent: it is too large, say
    public void send(ByteBuffer source, InetSocketAddress to) throws IOException {
        int size = source.remaining();
        boolean sent = sendNow(source, to, size);
        while (!sent) {
            readiness.awaitWritable();
            sent = sendNow(source, to, size);
        }
    }

    /// Sends a datagram to the other side of a connected socket, as [#send(ByteBuffer, InetSocketAddress)]
    /// does.
    ///
    /// @param source what to send, as one datagram
    /// @throws java.nio.channels.NotYetConnectedException if the socket is not connected
    /// @throws java.net.PortUnreachableException if an earlier one met nobody there
    /// @throws StreamClosedException if this side closed it
    /// @throws IOException if it cannot be sent: it is too large, say
    public void send(ByteBuffer source) throws IOException {
        if (channel.getRemoteAddress() instanceof InetSocketAddress other) {
            send(source, other);
        } else {
            checkOpen();
            throw new java.nio.channels.NotYetConnectedException();
        }
    }

    /// An empty datagram counts as sent: 0 bytes look like "not now", which the system says of none.
    private boolean sendNow(ByteBuffer source, InetSocketAddress to, int size) throws IOException {
        checkOpen();
        return channel.send(source, to) == size;
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
    /// @throws IOException if it cannot be joined
    public MembershipKey join(InetAddress group, NetworkInterface where) throws IOException {
        return channel.join(group, where);
    }

    /// {@return the address of this side}
    ///
    /// @throws IOException if it cannot be told
    public InetSocketAddress localAddress() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    /// {@return the other side of a connected socket; null if it is not connected}
    ///
    /// @throws IOException if it cannot be told
    public @Nullable InetSocketAddress remoteAddress() throws IOException {
        return (InetSocketAddress) channel.getRemoteAddress();
    }

    /// {@return the value of a socket option}
    ///
    /// @param <T> its type
    /// @param name which, of `StandardSocketOptions`
    /// @throws IOException if it cannot be told
    public <T> @Nullable T option(SocketOption<T> name) throws IOException {
        return channel.getOption(name);
    }

    /// Sets a socket option.
    ///
    /// @param <T> its type
    /// @param name which, of `StandardSocketOptions`
    /// @param value the new value
    /// @throws IOException if it cannot be set
    public <T> void option(SocketOption<T> name, T value) throws IOException {
        channel.setOption(name, value);
    }

    /// Closes the socket, and frees its port at once. Tasks that wait on it fail with a
    /// [StreamClosedException]. Does nothing the second time.
    ///
    /// @throws IOException if it cannot be closed
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            descriptor.closed();
            readiness.closeNow();
        }
    }

    @Override
    public String toString() {
        try {
            return closed ? "UdpSocket" : "UdpSocket[" + channel.getLocalAddress() + "]";
        } catch (ClosedChannelException e) {
            return "UdpSocket";
        } catch (IOException e) {
            return "UdpSocket[" + e.getMessage() + "]";
        }
    }
}
