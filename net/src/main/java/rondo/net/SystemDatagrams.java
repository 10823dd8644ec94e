package rondo.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rondo.io.OpenDescriptor;
import rondo.io.Readiness;

/// A datagram socket of the system's.
final class SystemDatagrams implements DatagramTransport {
    private final DatagramChannel channel;
    private final Readiness readiness;
    private final OpenDescriptor descriptor;
    private final InetSocketAddress local; // the channel forgets them when it is closed
    private final @Nullable InetSocketAddress remote;

    private SystemDatagrams(DatagramChannel channel) throws IOException {
        this.channel = channel;
        this.readiness = Readiness.of(channel);
        this.local = (InetSocketAddress) channel.getLocalAddress();
        this.remote = (InetSocketAddress) channel.getRemoteAddress();
        this.descriptor = OpenDescriptor.of(this, channel);
    }

    static SystemDatagrams open(@Nullable InetSocketAddress from, @Nullable InetSocketAddress to) throws IOException {
        DatagramChannel channel = Connector.open(DatagramChannel::open, Objects.requireNonNull(to == null ? from : to));
        try {
            channel.configureBlocking(false);
            if (from != null) {
                bind(channel, from);
            }
            if (to != null) {
                channel.connect(to);
            }
            return new SystemDatagrams(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void bind(DatagramChannel channel, InetSocketAddress address) throws IOException {
        try {
            channel.bind(address);
        } catch (IOException e) {
            var failure = new BindException("cannot take UDP port " + address + ": " + e.getMessage()
                    + "; choose another, or 0 for a free one");
            failure.initCause(e);
            throw failure;
        }
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer target) throws IOException {
        return (InetSocketAddress) channel.receive(target);
    }

    /// An empty datagram counts as sent: 0 bytes look like "not now", which the system says of none.
    @Override
    public boolean send(ByteBuffer source, InetSocketAddress to) throws IOException {
        int size = source.remaining();
        if (size == 0 && remote != null) { // DatagramChannel.send leaves it out then, and says nothing
            throw new SocketException(this + " is connected to " + remote
                    + ", and the JDK sends no empty datagram from such a socket; UdpSocket.bind gives one that can");
        }
        try {
            return channel.send(source, to) == size;
        } catch (AlreadyConnectedException e) {
            throw new IllegalArgumentException(
                    this + " is connected to " + channel.getRemoteAddress() + ", and cannot send to " + to
                            + "; use one that UdpSocket.bind gives",
                    e);
        } catch (UnsupportedAddressTypeException e) {
            throw new SocketException(
                    this + " is of IPv4, and cannot send to " + to + "; bind one to an IPv6 address", e);
        } catch (UnresolvedAddressException e) {
            throw new IllegalArgumentException(Connector.unresolved(to), e);
        }
    }

    @Override
    public void awaitReadable() throws IOException {
        readiness.awaitReadable();
    }

    @Override
    public void awaitWritable() throws IOException {
        readiness.awaitWritable();
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public void close() throws IOException {
        descriptor.closed();
        readiness.closeNow();
    }

    @Override
    public MembershipKey join(InetAddress group, NetworkInterface where) throws IOException {
        return channel.join(group, where);
    }

    @Override
    public <T> @Nullable T option(SocketOption<T> name) throws IOException {
        return channel.getOption(name);
    }

    @Override
    public <T> void option(SocketOption<T> name, T value) throws IOException {
        channel.setOption(name, value);
    }

    @Override
    public String toString() {
        return "UdpSocket[" + local + "]";
    }
}
