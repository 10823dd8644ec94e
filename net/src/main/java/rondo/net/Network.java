package rondo.net;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import rondo.io.ByteStream;

/// A network, for programs that take it as a parameter: the system's, or a simulated one, and they do not know
/// which.
///
/// Belongs to the loop's thread, as the streams, servers and sockets that it gives do.
public interface Network {
    /// {@return the system's network, as [Tcp] and [UdpSocket] use it}
    static Network system() {
        return SystemSockets.NETWORK;
    }

    /// {@return a network of other sockets}
    ///
    /// @param sockets what it is made of
    static Network over(Sockets sockets) {
        return new SocketNetwork(sockets);
    }

    /// Connects to a host over TCP, as [Tcp#connect(String, int, TcpOptions)] does. Suspends the calling task.
    ///
    /// @param host a name or an address
    /// @param port the port
    /// @param options how to connect; [Resolver#system()] in it stands for this network's names
    /// @return the connection; close it when done
    /// @throws java.net.UnknownHostException if there is no such host
    /// @throws java.net.ConnectException if no address can be connected to
    /// @throws java.net.SocketTimeoutException if it takes longer than `connectTimeout`
    /// @throws IOException if it cannot be made for another reason
    ByteStream connect(String host, int port, TcpOptions options) throws IOException;

    /// Connects to a host over TCP with the default options, as [#connect(String, int, TcpOptions)].
    ///
    /// @param host a name or an address
    /// @param port the port
    /// @return the connection; close it when done
    /// @throws IOException if it cannot be made
    default ByteStream connect(String host, int port) throws IOException {
        return connect(host, port, TcpOptions.defaults());
    }

    /// Listens on a host's addresses, as [Tcp#serve(String, int, StreamHandler, ServerOptions)] does. Suspends
    /// the calling task only to resolve a name.
    ///
    /// @param host a name or an address of this machine
    /// @param port the port; 0 for a free one
    /// @param handler what to do with a connection
    /// @param options how to listen; [Resolver#system()] in it stands for this network's names
    /// @return the server, which listens until it is closed, or the run ends
    /// @throws java.net.BindException if the port is taken, or the address is not this machine's
    /// @throws IOException if it cannot listen for another reason
    Server serve(String host, int port, StreamHandler handler, ServerOptions options) throws IOException;

    /// Listens on a host's addresses with the default options, as
    /// [#serve(String, int, StreamHandler, ServerOptions)].
    ///
    /// @param host a name or an address of this machine
    /// @param port the port; 0 for a free one
    /// @param handler what to do with a connection
    /// @return the server; close it when done
    /// @throws IOException if it cannot listen
    default Server serve(String host, int port, StreamHandler handler) throws IOException {
        return serve(host, port, handler, ServerOptions.defaults());
    }

    /// Takes an address to exchange datagrams at, as [UdpSocket#bind(InetSocketAddress)] does. Suspends the
    /// calling task only to resolve a name.
    ///
    /// @param host a name or an address of this machine
    /// @param port the port; 0 for a free one
    /// @return the socket; close it when done
    /// @throws java.net.BindException if the port is taken, or the address is not this machine's
    /// @throws IOException if it cannot be had for another reason
    UdpSocket bind(String host, int port) throws IOException;

    /// Makes a socket that exchanges datagrams with one other only, as [UdpSocket#connect(String, int)] does.
    /// Suspends the calling task only to resolve a name.
    ///
    /// @param host a name or an address
    /// @param port the port
    /// @return the socket; close it when done
    /// @throws java.net.UnknownHostException if there is no such host
    /// @throws IOException if it cannot be made
    UdpSocket connectUdp(String host, int port) throws IOException;

    /// Finds the addresses of a host. May suspend the calling task.
    ///
    /// @param host a name, or an address as text
    /// @return its addresses, the preferred first; not empty
    /// @throws java.net.UnknownHostException if there is no such host
    /// @throws IOException if nobody can tell
    List<InetAddress> resolve(String host) throws IOException;
}
