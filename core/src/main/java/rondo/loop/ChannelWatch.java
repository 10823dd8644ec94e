package rondo.loop;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// One channel's registration with a loop's poll: who is told when it can be read, and who when it can be
/// written to.
///
/// This is what awaits of readiness stand on; programs use `rondo.io`. Each direction takes either a callback,
/// called again and again while the channel is ready ([EventLoop#onReadable]), or a step, run once, within the
/// poll. The registration stays when a step has run, so that waiting again costs no system call; interest in a
/// direction that nobody waits for is dropped at its next event.
///
/// Belongs to the loop's thread.
public final class ChannelWatch {
    private static final int READS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int WRITES = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

    private final SelectionKey key;
    private final SelectableChannel channel;
    private final int readOperation;
    private int wanted; // what the key has for interest
    private @Nullable Object reader; // a Handle, or a LoopStep
    private @Nullable Object writer; // a Handle, or a LoopStep

    ChannelWatch(SelectionKey key) {
        this.key = key;
        this.channel = key.channel();
        this.readOperation = READS & channel.validOps();
    }

    /// Has a step run once, in the poll that finds the channel readable, or with a connection to accept.
    ///
    /// @param step what to run
    /// @throws ClosedChannelException if the channel is closed
    /// @throws IllegalStateException if somebody else waits for the same
    public void onceReadable(LoopStep step) throws ClosedChannelException {
        checkOpen();
        checkFree(reader, "read");
        reader = step;
        want(wanted | readOperation);
    }

    /// Has a step run once, in the poll that finds the channel writable, or its connection ready to be finished.
    ///
    /// @param step what to run
    /// @throws ClosedChannelException if the channel is closed
    /// @throws IllegalStateException if somebody else waits for the same
    public void onceWritable(LoopStep step) throws ClosedChannelException {
        checkOpen();
        checkFree(writer, "written to");
        writer = step;
        want((wanted & ~WRITES) | writeOperation());
    }

    /// Takes a step back that has not run. Does nothing otherwise.
    ///
    /// @param step the very step that was given
    @SuppressWarnings("ReferenceEquality")
    public void withdraw(LoopStep step) {
        if (reader == step) {
            reader = null;
        }
        if (writer == step) {
            writer = null;
        }
    }

    /// Closes the channel, and frees its descriptor at once: closed by itself, a registered channel keeps it until
    /// the next poll. Steps that have not run are forgotten.
    ///
    /// @throws IOException if the channel cannot be closed
    public void close() throws IOException {
        reader = null;
        writer = null;
        channel.close();
        if (key.selector().isOpen()) {
            key.selector().selectNow();
            key.selector().selectedKeys().clear(); // the next poll finds them again
        }
    }

    private void checkOpen() throws ClosedChannelException {
        if (!key.isValid()) {
            throw new ClosedChannelException();
        }
    }

    private void checkFree(@Nullable Object waiting, String direction) {
        if (waiting != null) {
            throw new IllegalStateException("somebody waits already for " + channel + " to be " + direction + ": "
                    + (waiting instanceof Handle ? "a callback; remove it first" : "a task; let one task do it"));
        }
    }

    private void want(int operations) {
        if (operations != wanted) {
            wanted = operations;
            key.interestOps(operations);
        }
    }

    /// A channel that connects is written to by finishing the connect.
    private int writeOperation() {
        boolean connecting = channel instanceof SocketChannel socket && socket.isConnectionPending();
        return channel.validOps() & (connecting ? SelectionKey.OP_CONNECT : SelectionKey.OP_WRITE);
    }

    // --- for the poll ----------------------------------------------------------------------------

    /// Sets the callback of a direction, in place of the one before, which is cancelled.
    void callback(int operation, Handle callback) {
        if (operation == SelectionKey.OP_READ) {
            checkNoStep(reader, "read");
            cancel(reader);
            reader = callback;
            want(wanted | readOperation);
        } else {
            checkNoStep(writer, "written to");
            cancel(writer);
            writer = callback;
            want((wanted & ~WRITES) | writeOperation());
        }
    }

    private void checkNoStep(@Nullable Object waiting, String direction) {
        if (waiting instanceof LoopStep) {
            checkFree(waiting, direction);
        }
    }

    private static void cancel(@Nullable Object waiting) {
        if (waiting instanceof Handle handle) {
            handle.cancel();
        }
    }

    /// Takes the callback of a direction away; the channel leaves the poll if nobody waits for it any more.
    ///
    /// @return whether there was one
    boolean removeCallback(int operation) {
        boolean reading = operation == SelectionKey.OP_READ;
        Object old = reading ? reader : writer;
        if (old instanceof LoopStep) {
            return false;
        }
        cancel(old);
        if (reading) {
            reader = null;
        } else {
            writer = null;
        }
        if (reader == null && writer == null) {
            key.cancel(); // the next poll lets go of the channel
        } else if (key.isValid()) {
            want(wanted & ~(reading ? READS : WRITES));
        }
        return old != null;
    }

    boolean isAwaited() {
        return key.isValid() && (reader != null || writer != null);
    }

    /// The channel is ready: the reader's turn comes before the writer's, as in asyncio.
    void ready(int operations, ReadyQueue queue) {
        if ((operations & READS) != 0) {
            switch (reader) {
                case Handle callback when !callback.cancelled() -> queue.add(callback);
                case LoopStep step -> {
                    reader = null;
                    step.run();
                }
                case null, default -> dropUnwanted(SelectionKey.OP_READ);
            }
        }
        if ((operations & WRITES) != 0) {
            switch (writer) {
                case Handle callback when !callback.cancelled() -> queue.add(callback);
                case LoopStep step -> {
                    writer = null;
                    want(wanted & ~WRITES); // a channel can nearly always be written to
                    step.run();
                }
                case null, default -> dropUnwanted(SelectionKey.OP_WRITE);
            }
        }
    }

    private void dropUnwanted(int operation) {
        boolean reading = operation == SelectionKey.OP_READ;
        boolean hadCallback = (reading ? reader : writer) != null;
        if (hadCallback) {
            removeCallback(operation);
        } else {
            want(wanted & ~(reading ? READS : WRITES));
        }
    }
}
