package rondo.bench;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The floor of the `echo` workload: a bare selector and a virtual thread for each connection, which the selecting
/// thread runs. No loop, no tasks, no cancellation, no streams: what it costs, a server of coroutines that are virtual
/// threads costs, too.
final class FloorEchoServer implements Executor {
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    private final Queue<Connection> ready = new ArrayDeque<>();
    private final Thread.Builder.OfVirtual threads;
    private @Nullable Connection starting;

    private FloorEchoServer() throws IOException {
        this.threads = builder(this);
    }

    /// Serves for ever.
    static void serve() throws IOException {
        var server = new FloorEchoServer();
        server.listen();
        while (true) {
            server.turn();
        }
    }

    /// The JDK has the constructor, and only for itself.
    private static Thread.Builder.OfVirtual builder(Executor scheduler) {
        try {
            Class<?> type = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
            MethodHandle made = MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findConstructor(type, MethodType.methodType(void.class, Executor.class));
            return (Thread.Builder.OfVirtual) made.invoke(scheduler);
        } catch (Throwable e) {
            throw new IllegalStateException("the floor needs --add-opens java.base/java.lang=ALL-UNNAMED", e);
        }
    }

    private void listen() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), RawEchoServer.BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        System.out.println("PORT " + listener.socket().getLocalPort());
    }

    private void turn() throws IOException {
        selector.select(key -> {
            if (key.attachment() instanceof Connection connection) {
                ready.add(connection);
            } else {
                accept();
            }
        });
        for (Connection next = ready.poll(); next != null; next = ready.poll()) {
            next.resume();
        }
    }

    private void accept() {
        try {
            SocketChannel channel = listener.accept();
            if (channel != null) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                var connection = new Connection(channel);
                channel.register(selector, SelectionKey.OP_READ, connection);
                starting = connection;
                threads.start(connection);
                starting = null;
                ready.add(connection);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot accept", e);
        }
    }

    /// Called by the JDK where a thread starts, and where it yields: then its key says when it goes on.
    @Override
    public void execute(Runnable continuation) {
        if (starting != null) {
            starting.continuation = continuation;
        }
    }

    private final class Connection implements Runnable {
        private final SocketChannel channel;
        private @Nullable Runnable continuation;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void resume() {
            if (continuation != null) {
                continuation.run();
            }
        }

        @Override
        @SuppressWarnings("ThreadPriorityCheck") // where we are the scheduler, a yield is a suspension
        public void run() {
            try (channel) {
                while (channel.read(buffer.clear()) >= 0) {
                    for (buffer.flip(); buffer.hasRemaining(); ) {
                        channel.write(buffer);
                    }
                    Thread.yield();
                }
            } catch (IOException e) {
                System.err.println("bench: a connection was lost: " + e.getMessage());
            }
        }
    }
}
