package rondo.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The poll on the JDK's selector (epoll, kqueue or wepoll underneath).
///
/// As long as no channel is registered there is no selector: the thread simply parks, which starts faster and
/// is more precise.
final class SelectorPoller implements Poller {
    private @Nullable Selector selector; // whoever holds the turn
    private volatile @Nullable Selector selecting; // any thread: the loop is inside select
    private volatile @Nullable Thread parked; // any thread: the loop is parked
    private volatile boolean woken; // any thread: a wake-up came, and the loop has not seen it

    @Override
    public void poll(long waitNanos, ReadyQueue ready) {
        Selector open = selector;
        if (open != null && !open.keys().isEmpty()) {
            select(open, waitNanos, ready);
        } else if (waitNanos > 0) {
            park(waitNanos);
        }
    }

    private void park(long waitNanos) {
        parked = Thread.currentThread();
        if (!woken) {
            LockSupport.parkNanos(this, waitNanos);
        }
        parked = null;
        woken = false;
    }

    private void select(Selector open, long waitNanos, ReadyQueue ready) {
        try {
            if (waitNanos == 0) {
                open.selectNow(key -> wake(key, ready));
            } else {
                selecting = open;
                if (woken) {
                    open.selectNow(key -> wake(key, ready));
                } else {
                    open.select(key -> wake(key, ready), millisUp(waitNanos));
                }
                selecting = null;
                woken = false;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the selector failed", e);
        }
    }

    /// Rounds up, so that a timer is never early; 0 is the selector's word for no limit.
    private static long millisUp(long nanos) {
        return nanos == FOREVER ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
    }

    /// The reader's handle goes before the writer's, as in asyncio; one that was cancelled is unregistered
    /// instead.
    private void wake(SelectionKey key, ReadyQueue ready) {
        if (!key.isValid()) {
            return; // cancelled already
        }
        var interest = (Interest) key.attachment();
        if ((key.readyOps() & Interest.READS) != 0) {
            queue(key, interest.reader, SelectionKey.OP_READ, ready);
        }
        if (key.isValid() && (key.readyOps() & Interest.WRITES) != 0) {
            queue(key, interest.writer, SelectionKey.OP_WRITE, ready);
        }
    }

    private void queue(SelectionKey key, @Nullable Handle handle, int operation, ReadyQueue ready) {
        if (handle == null || handle.cancelled()) {
            unregister(key.channel(), operation);
        } else {
            ready.add(handle);
        }
    }

    /// Sets `woken` first and looks where the loop is second; the loop says where it is first and looks at
    /// `woken` second. So a wake-up that comes just before the wait is seen by one of the two.
    @Override
    public void wakeup() {
        woken = true;
        Selector open = selecting;
        if (open != null) {
            open.wakeup();
        }
        Thread thread = parked;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public boolean watches() {
        Selector open = selector;
        return open != null && open.keys().stream().anyMatch(SelectionKey::isValid); // not those of closed channels
    }

    @Override
    public void register(SelectableChannel channel, int operation, Handle callback) {
        checkUsable(channel);
        try {
            Selector open = openSelector();
            SelectionKey key = channel.keyFor(open);
            if (key == null || !key.isValid()) {
                open.selectNow(); // lets go of a key that was cancelled
                open.selectedKeys().clear();
                key = channel.register(open, 0, new Interest());
            }
            ((Interest) key.attachment()).set(operation, callback);
            key.interestOps(((Interest) key.attachment()).operations(channel));
        } catch (ClosedChannelException e) {
            throw new IllegalArgumentException(
                    "the channel is closed: " + channel + "; register it before closing it", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the selector failed", e);
        }
    }

    private static void checkUsable(SelectableChannel channel) {
        if (!channel.isOpen()) {
            throw new IllegalArgumentException("the channel is closed: " + channel + "; register it before closing it");
        }
        if (channel.isBlocking()) {
            throw new IllegalArgumentException(
                    "the channel is in blocking mode: " + channel + "; call configureBlocking(false) first");
        }
    }

    @Override
    public boolean unregister(SelectableChannel channel, int operation) {
        SelectionKey key = selector == null ? null : channel.keyFor(selector);
        if (key == null) {
            return false;
        }
        var interest = (Interest) key.attachment();
        boolean found = interest.remove(operation);
        if (!key.isValid() || interest.isEmpty()) {
            key.cancel(); // the next poll lets go of the channel
        } else {
            key.interestOps(interest.operations(channel));
        }
        return found;
    }

    private Selector openSelector() throws IOException {
        Selector open = selector;
        if (open == null) {
            open = Selector.open();
            selector = open;
        }
        return open;
    }

    @Override
    public void close() {
        try {
            if (selector != null) {
                selector.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the selector failed to close", e);
        }
    }

    /// The callbacks of one channel.
    private static final class Interest {
        static final int READS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
        static final int WRITES = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

        @Nullable Handle reader;

        @Nullable Handle writer;

        void set(int operation, Handle callback) {
            remove(operation);
            if (operation == SelectionKey.OP_READ) {
                reader = callback;
            } else {
                writer = callback;
            }
        }

        boolean remove(int operation) {
            Handle old = operation == SelectionKey.OP_READ ? reader : writer;
            if (old != null) {
                old.cancel();
            }
            if (operation == SelectionKey.OP_READ) {
                reader = null;
            } else {
                writer = null;
            }
            return old != null;
        }

        boolean isEmpty() {
            return reader == null && writer == null;
        }

        /// A listening channel is read by accepting, one that connects is written to by finishing the connect.
        int operations(SelectableChannel channel) {
            int wanted = (reader == null ? 0 : READS) | (writer == null ? 0 : WRITES);
            int valid = wanted & channel.validOps();
            boolean connecting =
                    channel instanceof java.nio.channels.SocketChannel socket && socket.isConnectionPending();
            return connecting ? valid & ~SelectionKey.OP_WRITE : valid & ~SelectionKey.OP_CONNECT;
        }
    }
}
