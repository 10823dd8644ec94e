package rondo.proofs;

import rondo.loop.CarrierChoice;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;

/// Loops that are cheap enough to be made by the million.
final class Loops {
    private static final LoopOptions OPTIONS =
            LoopOptions.defaults().withCarrier(CarrierChoice.BATON).withWatchdog(false);

    private Loops() {}

    static EventLoop create() {
        var loop = new EventLoop(OPTIONS);
        loop.exceptionHandler((any, report) -> {}); // tasks that are destroyed pending are what some proofs are about
        return loop;
    }

    /// Runs one tick.
    static void tick(EventLoop loop) {
        loop.stop();
        loop.runForever();
    }
}
