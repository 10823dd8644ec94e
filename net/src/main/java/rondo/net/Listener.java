package rondo.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import rondo.io.Transport;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.task.Awaitable;
import rondo.task.CancelledError;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskOptions;

/// One listening socket of a server, and the task that accepts from it. Loop thread only.
final class Listener implements Awaitable<@Nullable Void> {
    private static final int ACCEPTS_PER_EVENT = 100; // asyncio's backlog
    private static final Duration PAUSE = Duration.ofSeconds(1); // asyncio's ACCEPT_RETRY_DELAY

    private final ListeningSocket socket;
    private final Connections connections;
    private final EventLoop loop = EventLoop.current();
    private boolean closed;

    Listener(ListeningSocket socket, Connections connections) {
        this.socket = socket;
        this.connections = connections;
    }

    SocketAddress address() {
        return socket.address();
    }

    void start() {
        Task.start(loop, this, TaskOptions.named("accept on " + address()));
    }

    /// The body of its task. A cancel closes the socket.
    @Override
    public @Nullable Void await() throws IOException {
        try {
            while (!closed) {
                connections.awaitTurn();
                socket.awaitConnection();
                acceptSome();
            }
        } catch (java.nio.channels.ClosedChannelException e) {
            // closed between two waits
        } catch (CancelledError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            reportEnd(e);
            throw e;
        } finally {
            close();
        }
        return null;
    }

    private void reportEnd(Throwable e) {
        if (!loop.closed()) { // else it ends with its loop, which unwinds it
            loop.callExceptionHandler(new ErrorReport(
                    "accepts no more connections on " + address() + ", since accepting failed", e, "listener", this));
        }
    }

    private void acceptSome() {
        for (int i = 0; i < ACCEPTS_PER_EVENT && connections.takesMore() && !closed; i++) {
            try {
                Transport accepted = socket.accept();
                if (accepted == null) {
                    return;
                }
                connections.add(accepted);
            } catch (IOException e) {
                if (!closed && !isPeersFault(e)) {
                    report(e);
                    Sleep.sleep(PAUSE);
                    return;
                }
            }
        }
    }

    /// The other side went away before it was accepted.
    private static boolean isPeersFault(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("abort") || message.contains("reset") || message.contains("Protocol error");
    }

    private void report(IOException e) {
        loop.callExceptionHandler(new ErrorReport(
                "cannot accept connections on " + address() + ": " + e.getMessage() + "; trying again in "
                        + PAUSE.toSeconds() + " s",
                null,
                "error",
                e.toString()));
    }

    /// Stops listening. Does nothing the second time.
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            report(e);
        }
    }
}
