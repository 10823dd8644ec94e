package rondo.net;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// Where connections come from: the seam at which a test has the system fail.
@FunctionalInterface
interface Acceptor {
    /// {@return the next connection, or null if there is none now}
    @Nullable SocketChannel accept() throws IOException;
}
