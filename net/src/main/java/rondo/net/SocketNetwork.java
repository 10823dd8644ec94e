package rondo.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import rondo.io.ByteStream;

/// The functions of a network over its sockets.
record SocketNetwork(Sockets sockets) implements Network {
    @Override
    public ByteStream connect(String host, int port, TcpOptions options) throws IOException {
        return Tcp.connect(sockets, host, port, options.withResolver(resolver(options.resolver())));
    }

    @Override
    public Server serve(String host, int port, StreamHandler handler, ServerOptions options) throws IOException {
        return Tcp.serve(sockets, host, port, handler, options.withResolver(resolver(options.resolver())));
    }

    private Resolver resolver(Resolver wanted) {
        return SystemResolver.SYSTEM.equals(wanted) ? sockets : wanted;
    }

    @Override
    public UdpSocket bind(String host, int port) throws IOException {
        return new UdpSocket(
                sockets.datagrams(new InetSocketAddress(resolve(host).getFirst(), port), null));
    }

    @Override
    public UdpSocket connectUdp(String host, int port) throws IOException {
        return new UdpSocket(
                sockets.datagrams(null, new InetSocketAddress(resolve(host).getFirst(), port)));
    }

    @Override
    public List<InetAddress> resolve(String host) throws IOException {
        return Names.resolve(sockets, host);
    }
}
