package rondo.loop;

import java.nio.channels.SelectableChannel;

/// Where the loop waits for the kernel: the seam that a simulation replaces.
///
/// All methods but [#wakeup()] belong to whoever holds the loop's turn.
interface Poller extends AutoCloseable {
    /// Waits without limit.
    long FOREVER = Long.MAX_VALUE;

    /// Waits for a channel to become ready, and puts the handles of those that are into the ready queue.
    ///
    /// @param waitNanos how long to wait, ns; 0 looks once, [#FOREVER] has no limit
    void poll(long waitNanos, ReadyQueue ready);

    /// {@return whether a selector was asked since this was last called}
    boolean hasSelected();

    /// Makes a poll that waits return. Any thread; sticky, so that a call just before the wait counts.
    void wakeup();

    /// {@return whether anybody waits for a channel}
    boolean watches();

    /// Registers a callback for one direction, in place of the one before, which is cancelled.
    ///
    /// @param operation [SelectionKey#OP_READ] (also for accepting) or [SelectionKey#OP_WRITE] (also for
    /// connecting)
    void register(SelectableChannel channel, int operation, Handle callback);

    /// {@return the registration of a channel, made if there is none}
    ///
    /// @param channel an open channel in non-blocking mode, registered with no other loop
    ChannelWatch watch(SelectableChannel channel);

    /// Takes a callback away and cancels it.
    ///
    /// @return whether there was one
    boolean unregister(SelectableChannel channel, int operation);

    @Override
    void close();
}
