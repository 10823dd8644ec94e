package rondo.loop;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import org.jspecify.annotations.Nullable;

/// Hears of an interrupt of the thread that runs the loop, also within a step.
///
/// While a coroutine is mounted on that thread, the thread's own flag says nothing: the JDK makes it the coroutine's at
/// the mount and clears it at the unmount. But `Thread.interrupt` also tells the channel on which the thread is said to
/// be blocked. So the thread is said to be blocked on one of ours for as long as the loop runs; a `select` puts its own
/// in that place, and takes it away. A channel is told once, and then there is another.
///
/// The loop's thread, but for what says *any thread*.
final class InterruptWatch {
    private final Runnable onInterrupt;
    private @Nullable Ear ear;

    /// @param onInterrupt told of each interrupt; any thread
    InterruptWatch(Runnable onInterrupt) {
        this.onInterrupt = onInterrupt;
    }

    /// Listens from now on; an interrupt that has come already counts.
    void begin() {
        ear = new Ear();
        ear.listen();
    }

    /// Goes on listening after a poll.
    ///
    /// @param selected whether the poll was a selector's
    @SuppressWarnings("ThreadPriorityCheck") // it may be the only core
    void afterPoll(boolean selected) {
        Ear mine = ear;
        if (mine == null) {
            return;
        }
        if (selected) {
            mine.listen(); // and is told at once of an interrupt that has come meanwhile
        }
        if (!mine.isOpen()) {
            Thread.interrupted();
            begin();
        } else if (Thread.currentThread().isInterrupted()) {
            Thread.yield(); // whoever has set the flag is about to tell; until then no sleep lasts
        }
    }

    /// Hears of nothing more.
    void end() {
        Ear mine = ear;
        ear = null;
        if (mine != null) {
            mine.ignore();
        }
    }

    /// What the thread is said to be blocked on. The JDK closes it at an interrupt.
    private final class Ear extends AbstractInterruptibleChannel {
        void listen() {
            begin();
        }

        void ignore() {
            try {
                end(true);
            } catch (AsynchronousCloseException told) {
                // by an interrupt in the last tick: it has been passed on
            }
        }

        /// Any thread: the one that interrupts, and once.
        @Override
        protected void implCloseChannel() {
            onInterrupt.run();
        }
    }
}
