package rondo.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import rondo.io.ByteStream;
import rondo.io.StreamOptions;

/// Connections and servers over Unix sockets (asyncio's `open_unix_connection` and `start_unix_server`).
public final class Unix {
    private static final int KIND = 0170000; // S_IFMT, and
    private static final int SOCKET = 0140000; // S_IFSOCK, of POSIX's sys/stat.h

    private Unix() {}

    /// Connects to a Unix socket. Suspends the calling task until the connection stands.
    ///
    /// @param path the socket's file
    /// @return the connection; close it when done
    /// @throws ConnectException if nobody listens there
    /// @throws IOException if it cannot be made for another reason
    public static ByteStream connect(Path path) throws IOException {
        return connect(path, StreamOptions.defaults());
    }

    /// Connects to a Unix socket. Suspends the calling task until the connection stands.
    ///
    /// @param path the socket's file
    /// @param options how the stream behaves
    /// @return the connection; close it when done
    /// @throws ConnectException if nobody listens there
    /// @throws IOException if it cannot be made for another reason
    public static ByteStream connect(Path path, StreamOptions options) throws IOException {
        try {
            return new ByteStream(Connector.connect(UnixDomainSocketAddress.of(path), null), options);
        } catch (IOException e) {
            var failure = new ConnectException(
                    "cannot connect to " + path + ": " + e.getMessage() + "; is a server listening there?");
            failure.initCause(e);
            throw failure;
        }
    }

    /// Listens on a Unix socket, as [#serve(Path, StreamHandler, ServerOptions)] does with the default options.
    ///
    /// @param path the socket's file, made here
    /// @param handler what to do with a connection
    /// @return the server, which listens; close it when done
    /// @throws IOException if the file cannot be made
    public static Server serve(Path path, StreamHandler handler) throws IOException {
        return serve(path, handler, ServerOptions.defaults());
    }

    /// Listens on a Unix socket, and serves each connection in a task of its own.
    ///
    /// A socket that is at the path is replaced, as in asyncio, be it left over or another server's; any other file
    /// is not. The file is removed when the server is closed, unless another one is there by then.
    ///
    /// @param path the socket's file, made here
    /// @param handler what to do with a connection
    /// @param options how to listen
    /// @return the server, which listens until it is closed, or the run ends
    /// @throws IOException if the file cannot be made
    public static Server serve(Path path, StreamHandler handler, ServerOptions options) throws IOException {
        if (isSocket(path)) {
            Files.delete(path);
        }
        return Server.listen(SystemSockets.SYSTEM, List.of(UnixDomainSocketAddress.of(path)), handler, options);
    }

    /// A named pipe or a device is none, though the JDK calls all of them `other`.
    private static boolean isSocket(Path path) throws IOException {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && ((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & KIND) == SOCKET;
    }
}
