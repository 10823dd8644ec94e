package rondo.io;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import rondo.loop.ChannelWatch;
import rondo.loop.EventLoop;
import rondo.task.Wakeup;

/// Suspends tasks until a channel can be read or written to.
///
/// The channel is registered once, with the first wait, and stays registered until it is closed: waiting again
/// allocates nothing. One task may wait for each direction.
public final class Readiness {
    private final ChannelWatch watch;
    private final Wakeup readable;
    private final Wakeup writable;

    private Readiness(EventLoop loop, SelectableChannel channel) {
        this.watch = loop.watch(channel);
        this.readable = new Wakeup(loop);
        this.writable = new Wakeup(loop);
    }

    /// {@return the readiness of a channel on the running loop}
    ///
    /// @param channel an open channel in non-blocking mode
    /// @throws IllegalArgumentException if it is closed, in blocking mode, or registered with another loop
    /// @throws IllegalStateException if the calling thread runs no loop
    public static Readiness of(SelectableChannel channel) {
        return new Readiness(EventLoop.current(), channel);
    }

    /// Suspends the calling task until the channel can be read, or a connection accepted from it; at least until the
    /// next poll.
    ///
    /// A cancel while it waits ends the wait. The channel must not be closed under it, or nothing but a cancel
    /// or [#wake()] does.
    ///
    /// @throws ClosedChannelException if the channel is closed
    /// @throws IllegalStateException if another task, or a callback, waits for the same, or outside a task
    public void awaitReadable() throws ClosedChannelException {
        watch.onceReadable(readable);
        park(readable);
    }

    /// Suspends the calling task until the channel can be written to, or its connection finished; at least until the
    /// next poll.
    ///
    /// A cancel while it waits ends the wait. The channel must not be closed under it, or nothing but a cancel
    /// or [#wake()] does.
    ///
    /// @throws ClosedChannelException if the channel is closed
    /// @throws IllegalStateException if another task, or a callback, waits for the same, or outside a task
    public void awaitWritable() throws ClosedChannelException {
        watch.onceWritable(writable);
        park(writable);
    }

    private void park(Wakeup wakeup) {
        try {
            wakeup.park();
        } catch (Throwable e) {
            watch.withdraw(wakeup);
            throw e;
        }
    }

    /// Wakes the tasks that wait, as before a close.
    public void wake() {
        watch.withdraw(readable);
        watch.withdraw(writable);
        readable.run();
        writable.run();
    }

    /// Wakes the tasks that wait, closes the channel, and frees its descriptor at once. A channel that is closed by
    /// itself keeps its descriptor, and a listening one its port, until the loop's next poll. Costs a system call
    /// more.
    ///
    /// @throws IOException if the channel cannot be closed
    public void closeNow() throws IOException {
        wake();
        watch.close();
    }
}
