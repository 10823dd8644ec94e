package rondo.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import rondo.sync.Event;
import rondo.task.Timeout;

/// What listens, and the connections that came of it (asyncio's `Server`).
///
/// It serves until it is closed or the run ends; the run then cancels its connections' tasks. Belongs to the
/// loop's thread.
public final class Server implements AutoCloseable {
    private final List<Listener> listeners;
    private final Connections connections;
    private final Event closedEvent = new Event();
    private boolean served;

    private Server(List<Listener> listeners, Connections connections) {
        this.listeners = listeners;
        this.connections = connections;
    }

    static Server listen(
            Sockets sockets, List<? extends SocketAddress> addresses, StreamHandler handler, ServerOptions options)
            throws IOException {
        Objects.requireNonNull(handler, "the handler is null"); // here, and not in the task of each connection
        var connections = new Connections(handler, options);
        var listeners = new ArrayList<Listener>();
        try {
            for (SocketAddress address : addresses) {
                listeners.add(new Listener(sockets.listen(address, options), connections));
            }
        } catch (IOException | RuntimeException e) {
            listeners.forEach(Listener::close);
            throw e;
        }
        listeners.forEach(Listener::start);
        return new Server(List.copyOf(listeners), connections);
    }

    /// {@return the addresses that it listens on, in the order of the host's addresses, unmodifiable}
    public List<SocketAddress> addresses() {
        return listeners.stream().map(Listener::address).toList();
    }

    /// {@return the port of its first address}
    ///
    /// @throws IllegalStateException if it listens on a Unix socket
    public int port() {
        if (listeners.getFirst().address() instanceof InetSocketAddress inet) {
            return inet.getPort();
        }
        throw new IllegalStateException(this + " has no port; addresses() has its path");
    }

    /// {@return how many connections are being served}
    public int connections() {
        return connections.size();
    }

    /// {@return how many connections have been refused, since they were beyond the limit: see
    /// [Excess#IS_REFUSED]}
    public long refused() {
        return connections.refused();
    }

    /// {@return whether it listens no more}
    public boolean closed() {
        return closedEvent.isSet();
    }

    /// Stops listening. Connections go on. Does nothing the second time.
    @Override
    public void close() {
        listeners.forEach(Listener::close);
        closedEvent.set();
    }

    /// Closes the streams of all connections, in order: their handlers see a [rondo.io.StreamClosedException]
    /// at their next read or write. Of a TLS server it closes what is below TLS, and the other sides see an end
    /// without TLS's own, an error: [#closeWithin(Duration)] has the handlers say it.
    public void closeClients() {
        connections.closeAll();
    }

    /// Closes the streams of all connections at once: the other sides see a reset.
    public void abortClients() {
        connections.abortAll();
    }

    /// Suspends the calling task until the server is closed and no connection is left. A cancel ends the wait.
    public void waitClosed() {
        closedEvent.await();
        connections.awaitNone();
    }

    /// Stops listening, lets the connections end by themselves for a while, and then cancels the tasks of those
    /// that are left. Suspends the calling task until no connection is left. A cancel ends the wait; the
    /// connections go on.
    ///
    /// A handler that serves one request after the other looks at [#closed()] between two of them.
    ///
    /// @param grace how long connections have; zero or less for no time
    public void closeWithin(Duration grace) {
        close();
        try {
            Timeout.timeout(grace, connections::awaitNone);
        } catch (TimeoutException e) {
            connections.cancelAll("the server has ended, and its grace of " + grace.toMillis() + " ms");
            connections.awaitNone();
        }
    }

    /// Suspends the calling task until the server is closed and no connection is left. A cancel closes the
    /// server and its clients, and is thrown when they have ended.
    ///
    /// @throws IllegalStateException if another task is in this already
    public void serveForever() {
        if (served) {
            throw new IllegalStateException(this + " is being served already by another serveForever()");
        }
        served = true;
        try {
            waitClosed();
        } finally {
            served = false;
            if (!closed() || connections.size() > 0) {
                close();
                closeClients();
                waitClosed();
            }
        }
    }

    @Override
    public String toString() {
        return "Server[" + addresses() + ", " + connections.size() + " connections" + (closed() ? ", closed" : "")
                + "]";
    }
}
