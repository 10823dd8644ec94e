package rondo.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import javax.net.ssl.SSLHandshakeException;
import rondo.io.ByteStream;
import rondo.io.StreamOptions;
import rondo.io.Transport;

/// Connections and servers that speak TLS, and TLS over a connection that exists (asyncio's `ssl=` and
/// `start_tls`).
///
/// A client checks the server's certificate and that it is for the host. What fails closes the connection,
/// with an error that says which check failed. The handshake's arithmetic runs on helper threads.
/// `stream.extra(TlsInfo.class)` tells what was agreed upon. [ByteStream#shutdownOutput()] ends a TLS
/// stream in both directions: nothing can be read after it.
public final class Tls {
    private Tls() {}

    /// Connects to a host and speaks TLS with it, trusting whom the system trusts.
    ///
    /// @param host a name or an address, which the server's certificate must be for
    /// @param port the port
    /// @return the connection; close it when done
    /// @throws SSLHandshakeException if a check fails
    /// @throws IOException if the connection cannot be made
    public static ByteStream connect(String host, int port) throws IOException {
        return connect(host, port, TcpOptions.defaults(), TlsOptions.defaults());
    }

    /// Connects to a host and speaks TLS with it, as [#connect(String, int, TcpOptions, TlsOptions)] does with the
    /// default options of TCP.
    ///
    /// @param host a name or an address, which the server's certificate must be for
    /// @param port the port
    /// @param tls how to speak TLS
    /// @return the connection; close it when done
    /// @throws SSLHandshakeException if a check fails, or the handshake takes too long
    /// @throws IOException if the connection cannot be made
    public static ByteStream connect(String host, int port, TlsOptions tls) throws IOException {
        return connect(host, port, TcpOptions.defaults(), tls);
    }

    /// Connects to a host and speaks TLS with it. Suspends the calling task until the handshake is done; a
    /// cancel closes the connection.
    ///
    /// @param host a name or an address, which the server's certificate must be for
    /// @param port the port
    /// @param tcp how to connect
    /// @param tls how to speak TLS
    /// @return the connection; close it when done
    /// @throws SSLHandshakeException if a check fails, or the handshake takes too long
    /// @throws IOException if the connection cannot be made
    public static ByteStream connect(String host, int port, TcpOptions tcp, TlsOptions tls) throws IOException {
        return startClient(Tcp.connect(host, port, tcp), host, tls, tcp.stream());
    }

    /// Speaks TLS, as a client, over a connection that exists. Suspends the calling task until the
    /// handshake is done.
    ///
    /// @param stream the connection; from now on only to be closed
    /// @param host the name that the server's certificate must be for
    /// @param options how to speak TLS
    /// @return the secured connection; closing it closes the other
    /// @throws SSLHandshakeException if a check fails, or the handshake takes too long; the connection is
    /// closed
    /// @throws IOException if the connection is lost
    public static ByteStream startClient(ByteStream stream, String host, TlsOptions options) throws IOException {
        return startClient(stream, host, options, StreamOptions.defaults());
    }

    private static ByteStream startClient(ByteStream stream, String host, TlsOptions options, StreamOptions kind)
            throws IOException {
        int port = stream.remoteAddress() instanceof InetSocketAddress inet ? inet.getPort() : -1;
        Transport below = stream.detach();
        return TlsTransport.client(below, host, port, options).start(kind);
    }

    /// Speaks TLS, as a server, over a connection that exists. Suspends the calling task until the
    /// handshake is done.
    ///
    /// @param stream the connection; from now on only to be closed
    /// @param options how to speak TLS; its context has the server's certificate
    /// @return the secured connection; closing it closes the other
    /// @throws SSLHandshakeException if a check fails, or the handshake takes too long; the connection is
    /// closed
    /// @throws IOException if the connection is lost
    public static ByteStream startServer(ByteStream stream, TlsOptions options) throws IOException {
        return startServer(stream, options, StreamOptions.defaults());
    }

    private static ByteStream startServer(ByteStream stream, TlsOptions options, StreamOptions kind)
            throws IOException {
        Transport below = stream.detach();
        return TlsTransport.server(below, options).start(kind);
    }

    /// Listens on a host's addresses, as [#serve(String, int, StreamHandler, ServerOptions, TlsOptions)] does with the
    /// default options of a server.
    ///
    /// @param host a name or an address of this machine
    /// @param port the port; 0 for a free one, which [Server#port()] tells
    /// @param handler what to do with a secured connection
    /// @param tls how to speak TLS; it has the server's certificate
    /// @return the server, which listens; close it when done
    /// @throws IOException if it cannot listen
    public static Server serve(String host, int port, StreamHandler handler, TlsOptions tls) throws IOException {
        return serve(host, port, handler, ServerOptions.defaults(), tls);
    }

    /// Listens on a host's addresses, and serves each connection in a task of its own, which begins with the
    /// handshake. One that fails ends its connection quietly.
    ///
    /// @param host a name or an address of this machine
    /// @param port the port; 0 for a free one, which [Server#port()] tells
    /// @param handler what to do with a secured connection
    /// @param options how to listen
    /// @param tls how to speak TLS; its context has the server's certificate
    /// @return the server, which listens until it is closed, or the run ends
    /// @throws IOException if it cannot listen
    public static Server serve(String host, int port, StreamHandler handler, ServerOptions options, TlsOptions tls)
            throws IOException {
        Objects.requireNonNull(handler, "the handler is null");
        StreamHandler secured = stream -> {
            try (ByteStream above = startServer(stream, tls, options.stream())) {
                handler.handle(above);
            }
        };
        return Tcp.serve(host, port, secured, options);
    }
}
