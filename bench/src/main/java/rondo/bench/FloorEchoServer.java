package rondo.bench;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
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
    private final ServerSocketChannel listener = PeersListener.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    private final Queue<Connection> ready = new ArrayDeque<>();
    private final Thread.Builder.OfVirtual threads;
    private @Nullable Connection starting;

    private FloorEchoServer() throws IOException {
        this.threads = builder(this);
    }

    /// Serves for ever.
    static void serve() throws IOException {
        new FloorEchoServer().run();
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

    private void run() throws IOException {
        listener.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            turn();
        }
    }

    private void turn() throws IOException {
        selector.select(key -> {
            if (key.attachment() instanceof Connection connection) {
                ready.add(connection);
            } else {
                begin(PeersListener.accept(listener));
            }
        });
        for (Connection next = ready.poll(); next != null; next = ready.poll()) {
            next.resume();
        }
    }

    private void begin(@Nullable SocketChannel channel) {
        if (channel == null) {
            return;
        }
        var connection = new Connection(channel);
        try {
            channel.register(selector, SelectionKey.OP_READ, connection);
        } catch (ClosedChannelException e) {
            throw new AssertionError("nobody else has it yet", e);
        }
        starting = connection;
        threads.start(connection);
        starting = null;
        ready.add(connection);
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
