package rondo.observe;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import rondo.loop.LoopMonitor;

/// Answers `rondo ps` and its like: a Unix socket that only this user can reach, served from a thread of its
/// own, so also while a loop is blocked.
///
/// `-Drondo.monitor=` says what it permits: `read` (the default), `write` (cancelling tasks too), or `false`.
public final class SocketMonitor implements LoopMonitor {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String mode = System.getProperty("rondo.monitor", "read");

    /// Creates the monitor, which does nothing yet.
    public SocketMonitor() {}

    @Override
    public void watch() {
        switch (mode) {
            case "read", "write" -> serve(mode.equals("write"));
            case "false" -> {}
            default ->
                log("-Drondo.monitor=" + mode + " says nothing that a monitor knows; use read, write or false", null);
        }
    }

    private static void serve(boolean writable) {
        try {
            Path socket = MonitorFolder.open()
                    .resolve(MonitorFolder.socketName(ProcessHandle.current().pid()));
            Files.deleteIfExists(socket);
            try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                    Selector selector = Selector.open()) {
                boolean serves = new Place(socket).bind(server);
                while (serves) {
                    answer(server, selector, new MonitorReply(writable));
                }
            }
        } catch (IOException | UnsupportedOperationException e) {
            log("rondo ps and its like cannot reach this process", e);
        }
    }

    /// One client at a time: a slow one makes the next wait until its deadline.
    private static void answer(ServerSocketChannel server, Selector selector, MonitorReply reply) throws IOException {
        try (SocketChannel client = accept(server)) {
            if (client != null) {
                new MonitorExchange(client, selector).run(reply::to);
            }
        } catch (OutOfMemoryError _) {
            // the client sees its answer break off; the next one may ask for less
        } catch (IOException e) {
            if (!server.isOpen()) {
                throw e;
            }
        }
    }

    /// {@return the next client; null after a pause, if the system has no descriptor for one: it says so at once, also
    /// when there is no client}
    private static @Nullable SocketChannel accept(ServerSocketChannel server) throws IOException {
        try {
            return server.accept();
        } catch (IOException e) {
            if (!server.isOpen()) {
                throw e;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            return null;
        }
    }

    private static void log(String message, @Nullable Throwable error) {
        System.getLogger("rondo").log(System.Logger.Level.DEBUG, message, error);
    }

    /// The file of the socket: there is none once the process ends, whenever that is.
    private static final class Place {
        private final Path socket;
        private boolean over; // guarded by this

        Place(Path socket) {
            this.socket = socket;
        }

        /// {@return whether it is bound; if not, the process is ending}
        boolean bind(ServerSocketChannel server) throws IOException {
            try {
                Runtime.getRuntime().addShutdownHook(new Thread(this::delete, "rondo-monitor-end"));
            } catch (IllegalStateException _) { // the JVM's way to say that it is too late for one
                return false;
            }
            synchronized (this) {
                if (!over) {
                    server.bind(UnixDomainSocketAddress.of(socket));
                }
                return !over;
            }
        }

        private synchronized void delete() {
            over = true;
            try {
                Files.deleteIfExists(socket);
            } catch (IOException e) {
                log(socket + " is left behind; the next process that opens a monitor removes it", e);
            }
        }
    }
}
