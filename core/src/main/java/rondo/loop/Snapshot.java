package rondo.loop;

import org.jspecify.annotations.Nullable;

/// What one tick runs: all that was ready when it began, first in, first out or as a [ReadyOrder] has it.
///
/// Whoever holds the loop's turn. Carriers take from it; with an order it is let go in portions, and only the
/// loop's own stack asks for the next.
final class Snapshot {
    private final ReadyQueue ready;
    private final @Nullable ReadyOrder order;
    private int left;
    private int arranged; // of these, how many the order has let go

    Snapshot(ReadyQueue ready, @Nullable ReadyOrder order) {
        this.ready = ready;
        this.order = order;
    }

    /// {@return how much it holds}
    int begin() {
        left = ready.size();
        arrange();
        return left;
    }

    /// Leaves what is left to the next tick.
    void drop() {
        left = 0;
        arranged = 0;
    }

    /// {@return whether the tick has something left to run; asks the order. On the loop's own stack.}
    boolean hasNext() {
        if (arranged == 0 && left > 0) {
            arrange();
        }
        return arranged > 0;
    }

    /// {@return whether there is something left that needs no asking}
    boolean hasArranged() {
        return arranged > 0;
    }

    private void arrange() {
        arranged = order == null ? left : ready.arrange(left, order);
        if (arranged == 0) {
            left = 0;
        }
    }

    /// {@return what comes next, which stays; only where something does}
    Ready first() {
        return ready.first();
    }

    /// Takes off what comes next.
    void take() {
        ready.removeFirst();
        left--;
        arranged--;
    }
}
