package rondo.loop;

import org.jspecify.annotations.Nullable;

/// A callback that has been scheduled for a time (asyncio's `TimerHandle`).
public final class TimerHandle extends Handle {
    private final long when;
    private final long sequence;
    private boolean scheduled = true; // loop thread only: still in the heap

    TimerHandle(EventLoop loop, long when, long sequence, Runnable callback, @Nullable Context context) {
        super(loop, callback, context);
        this.when = when;
        this.sequence = sequence;
    }

    /// {@return the deadline, in nanoseconds of the loop's clock}
    public long when() {
        return when;
    }

    /// Withdraws the callback, as [Handle#cancel()]. Its place in the heap is freed lazily, as in asyncio.
    @Override
    public void cancel() {
        boolean inHeap = scheduled && !cancelled();
        super.cancel();
        if (inHeap) {
            loop.timers.noteCancelled();
        }
    }

    void leaveHeap() {
        scheduled = false;
    }

    /// How many timers the heap had been given before this one.
    long sequence() {
        return sequence;
    }
}
