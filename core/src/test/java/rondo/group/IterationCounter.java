package rondo.group;

import rondo.loop.EventLoop;

/// Counts the loop's iterations: a callback that queues itself again.
final class IterationCounter {
    private final EventLoop loop = EventLoop.current();
    private int count;
    private boolean counting;

    /// The iteration of this call is number 0.
    void start() {
        counting = true;
        loop.callSoon(this::next);
    }

    private void next() {
        if (counting) {
            count++;
            loop.callSoon(this::next);
        }
    }

    /// The number of the current iteration.
    int stop() {
        counting = false;
        return count;
    }
}
