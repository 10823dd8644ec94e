package rondo.net;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import rondo.io.ByteStream;
import rondo.io.Transport;
import rondo.task.Timeout;

/// Connections and servers over TCP (asyncio's `open_connection` and `start_server`).
public final class Tcp {
    private static final String LOOPBACK = "127.0.0.1";

    private Tcp() {}

    /// Connects to a host, as [#connect(String, int, TcpOptions)] does with the default options.
    ///
    /// @param host a name or an address
    /// @param port the port
    /// @return the connection; close it when done
    /// @throws IOException if it cannot be made
    public static ByteStream connect(String host, int port) throws IOException {
        return connect(host, port, TcpOptions.defaults());
    }

    /// Connects to a host. Suspends the calling task until the connection stands.
    ///
    /// If the name has several addresses, they are tried in turn, the next one beside the last when that takes
    /// longer than `attemptDelay`, and the first that answers wins (RFC 8305). A cancel ends all attempts.
    ///
    /// @param host a name or an address
    /// @param port the port
    /// @param options how to connect
    /// @return the connection; close it when done
    /// @throws java.net.UnknownHostException if there is no such host
    /// @throws ConnectException if no address can be connected to: the cause is the first one's failure, with the
    /// others' suppressed
    /// @throws SocketTimeoutException if it takes longer than `connectTimeout`
    /// @throws IOException if it cannot be made for another reason
    public static ByteStream connect(String host, int port, TcpOptions options) throws IOException {
        return connect(SystemSockets.SYSTEM, host, port, options);
    }

    static ByteStream connect(Sockets sockets, String host, int port, TcpOptions options) throws IOException {
        Duration limit = options.connectTimeout();
        if (limit == null) {
            return connectUnlimited(sockets, host, port, options);
        }
        try {
            return withLimit(sockets, limit, host, port, options);
        } catch (TimeoutException e) {
            var timeout = new SocketTimeoutException(
                    "connecting to " + host + ":" + port + " took longer than " + limit.toMillis() + " ms");
            timeout.initCause(e);
            throw timeout;
        }
    }

    private static ByteStream withLimit(Sockets sockets, Duration limit, String host, int port, TcpOptions options)
            throws IOException, TimeoutException {
        var failure = new IOException[1];
        ByteStream stream = Timeout.<@org.jspecify.annotations.Nullable ByteStream>timeout(limit, () -> {
            try {
                return connectUnlimited(sockets, host, port, options);
            } catch (IOException e) {
                failure[0] = e;
                return null;
            }
        });
        if (stream == null) {
            throw failure[0];
        }
        return stream;
    }

    private static ByteStream connectUnlimited(Sockets sockets, String host, int port, TcpOptions options)
            throws IOException {
        List<InetSocketAddress> addresses = HappyEyeballs.interleave(Names.resolve(options.resolver(), host)).stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
        Transport transport;
        try {
            transport = new HappyEyeballs(sockets, addresses, options.localAddress(), options.attemptDelay()).connect();
        } catch (IOException e) {
            throw failure(host, port, addresses, e);
        }
        transport.openedHere();
        try {
            transport.option(StandardSocketOptions.TCP_NODELAY, options.noDelay());
        } catch (IOException e) {
            transport.abort(); // lost already
            throw e;
        }
        return new ByteStream(transport, options.stream());
    }

    private static ConnectException failure(String host, int port, List<InetSocketAddress> tried, IOException cause) {
        var failure = new ConnectException("cannot connect to " + host + ":" + port + ", tried " + tried + ": "
                + cause.getMessage() + (cause instanceof BindException ? "" : "; is a server listening there?"));
        failure.initCause(cause);
        return failure;
    }

    /// Listens on 127.0.0.1, as [#serve(String, int, StreamHandler, ServerOptions)] does with the default
    /// options.
    ///
    /// @param port the port; 0 for a free one, which [Server#port()] tells
    /// @param handler what to do with a connection
    /// @return the server, which listens; close it when done
    /// @throws IOException if the port cannot be had
    public static Server serve(int port, StreamHandler handler) throws IOException {
        return serve(LOOPBACK, port, handler, ServerOptions.defaults());
    }

    /// Listens on a host's addresses, as [#serve(String, int, StreamHandler, ServerOptions)] does with the
    /// default options.
    ///
    /// @param host a name or an address of this machine; `0.0.0.0` for all of IPv4, `::` for all
    /// @param port the port; 0 for a free one, which [Server#port()] tells
    /// @param handler what to do with a connection
    /// @return the server, which listens; close it when done
    /// @throws IOException if the port cannot be had
    public static Server serve(String host, int port, StreamHandler handler) throws IOException {
        return serve(host, port, handler, ServerOptions.defaults());
    }

    /// Listens on a host's addresses, and serves each connection in a task of its own. Suspends the calling
    /// task only to resolve a name.
    ///
    /// @param host a name or an address of this machine; `0.0.0.0` for all of IPv4, `::` for all
    /// @param port the port; 0 for a free one, which [Server#port()] tells
    /// @param handler what to do with a connection
    /// @param options how to listen
    /// @return the server, which listens until it is closed, or the run ends
    /// @throws java.net.BindException if the port is taken, or the address is not this machine's
    /// @throws java.net.UnknownHostException if there is no such host
    /// @throws IOException if it cannot listen for another reason
    public static Server serve(String host, int port, StreamHandler handler, ServerOptions options) throws IOException {
        return serve(SystemSockets.SYSTEM, host, port, handler, options);
    }

    static Server serve(Sockets sockets, String host, int port, StreamHandler handler, ServerOptions options)
            throws IOException {
        List<InetAddress> addresses = Names.resolve(options.resolver(), host);
        return Server.listen(
                sockets,
                addresses.stream()
                        .map(address -> new InetSocketAddress(address, port))
                        .toList(),
                handler,
                options);
    }
}
