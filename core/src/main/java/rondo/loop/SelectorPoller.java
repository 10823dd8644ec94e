package rondo.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The poll on the JDK's selector (epoll, kqueue or wepoll underneath).
///
/// As long as no channel is registered there is no selector: the thread simply parks, which starts faster and
/// is more precise.
final class SelectorPoller implements Poller {
    private @Nullable Selector selector; // whoever holds the turn
    private boolean selected; // whoever holds the turn: was asked
    private volatile @Nullable Selector selecting; // any thread: the loop is inside select
    private volatile @Nullable Thread parked; // any thread: the loop is parked
    private volatile boolean woken; // any thread: a wake-up came, and the loop has not seen it
    private @Nullable Waker waker; // whoever holds the turn
    private @Nullable ChannelWatch awaited; // whoever holds the turn: one that somebody waits for, when last asked

    @Override
    public void poll(long waitNanos, ReadyQueue ready) {
        Selector open = selector;
        if (open != null && !open.keys().isEmpty()) {
            selected = true;
            select(open, waitNanos, ready);
        } else if (waitNanos > 0) {
            park(waitNanos);
        }
    }

    @Override
    public boolean hasSelected() {
        boolean mine = selected;
        selected = false;
        return mine;
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
        Waker mine = waker(ready);
        try {
            if (waitNanos == 0) {
                open.selectNow(mine);
            } else {
                selecting = open;
                if (woken) {
                    open.selectNow(mine);
                } else {
                    open.select(mine, millisUp(waitNanos));
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

    @SuppressWarnings("ReferenceEquality") // the very queue
    private Waker waker(ReadyQueue ready) {
        Waker mine = waker;
        if (mine == null || mine.ready != ready) {
            mine = new Waker(ready);
            waker = mine;
        }
        return mine;
    }

    /// Tells the channels that are ready. Kept from poll to poll, so that a poll makes no object.
    private record Waker(ReadyQueue ready) implements Consumer<SelectionKey> {
        @Override
        public void accept(SelectionKey key) {
            if (key.isValid()) { // otherwise cancelled already
                ((ChannelWatch) key.attachment()).ready(key.readyOps(), ready);
            }
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
        ChannelWatch last = awaited;
        if (last != null && last.isAwaited()) {
            return true; // as in every round of a busy server
        }
        awaited = firstAwaited();
        return awaited != null;
    }

    private @Nullable ChannelWatch firstAwaited() {
        Selector open = selector;
        if (open != null) {
            for (SelectionKey key : open.keys()) {
                var watch = (ChannelWatch) key.attachment();
                if (watch != null && watch.isAwaited()) {
                    return watch;
                }
            }
        }
        return null;
    }

    @Override
    public void register(SelectableChannel channel, int operation, Handle callback) {
        watch(channel).callback(operation, callback);
    }

    @Override
    public ChannelWatch watch(SelectableChannel channel) {
        checkUsable(channel);
        try {
            Selector open = openSelector();
            SelectionKey key = channel.keyFor(open);
            if (key != null && key.isValid()) {
                return (ChannelWatch) key.attachment();
            }
            if (key != null) {
                open.selectNow(); // lets go of a key that was cancelled
                open.selectedKeys().clear();
            }
            if (key == null && channel.isRegistered()) {
                throw new IllegalArgumentException(
                        "the channel is registered with another loop, or with a selector of" + " its own: " + channel
                                + "; one at a time can wait for it; close it there, or take its callback away");
            }
            SelectionKey made = channel.register(open, 0);
            var watch = new ChannelWatch(made);
            made.attach(watch);
            return watch;
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
        return key != null && ((ChannelWatch) key.attachment()).removeCallback(operation);
    }

    private Selector openSelector() throws IOException {
        Selector open = selector;
        if (open == null) {
            open = Selector.open();
            selector = open;
        }
        return open;
    }

    @Nullable Selector selector() {
        return selector;
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
}
