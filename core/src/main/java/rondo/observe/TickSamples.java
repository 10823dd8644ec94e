package rondo.observe;

import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;

/// The sample of a loop that is being taken: each time somebody asks, the next one begins. When nobody asks any
/// more it fills up, and the loop is left alone.
final class TickSamples {
    private @Nullable TickSample current; // loop thread only

    private TickSamples() {}

    /// Takes what has been sampled since the last time, and begins anew.
    ///
    /// @param loop the loop; not on its own thread
    /// @param tickLimit how many ticks to sample at most until the next time
    /// @return the sample, which the loop knows no more; null the first time, and if the loop does not answer
    static @Nullable TickSample next(EventLoop loop, int tickLimit) {
        return LoopAnswer.of(
                loop,
                () -> loop.attachment(TickSamples.class, any -> new TickSamples())
                        .replace(loop, tickLimit));
    }

    private @Nullable TickSample replace(EventLoop loop, int tickLimit) {
        TickSample before = current;
        if (before != null) {
            loop.removeInstrument(before);
        }
        current = new TickSample(loop, tickLimit);
        loop.addInstrument(current);
        return before;
    }
}
