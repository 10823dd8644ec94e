package rondo.task;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopStep;

/// What has to end while a loop still runs, when its [Runner] closes it: helper threads, say, whose last
/// results it must take.
public final class Closing {
    private final List<VoidBody> bodies = new ArrayList<>(); // loop thread only

    private Closing() {}

    /// Has a coroutine run when the loop's runner closes, after all tasks have ended. A loop that is closed by
    /// hand does not run it.
    ///
    /// @param loop the loop
    /// @param body what to run; the bodies run one after the other, in the order of this call
    public static void add(EventLoop loop, VoidBody body) {
        of(loop).bodies.add(body);
    }

    private static Closing of(EventLoop loop) {
        return loop.attachment(Closing.class, any -> new Closing());
    }

    /// asyncio ends a runner with two runs, one for its asynchronous generators and one for its helper threads. Each
    /// takes two ticks where there is nothing to do, in which callbacks run that are queued still.
    static void run(EventLoop loop) {
        turn(loop, 2);
        List<VoidBody> bodies = of(loop).bodies;
        if (bodies.isEmpty()) {
            turn(loop, 2);
        } else {
            Runner.runUntilComplete(loop, VoidBody.awaitable(() -> runAll(bodies)));
        }
    }

    private static void turn(EventLoop loop, int ticks) {
        if (!loop.idle()) {
            Runner.runUntilComplete(loop, new Ticks(loop, ticks));
        }
    }

    /// Ends one tick before the last of a number of ticks: that one runs its awaiter, which stops the loop.
    private static final class Ticks extends Future<@Nullable Void> implements LoopStep {
        private int left;

        Ticks(EventLoop loop, int ticks) {
            super(loop);
            left = ticks - 1;
            loop.callSoon(this);
        }

        @Override
        public void run() {
            if (--left == 0) {
                setResult(null);
            } else {
                loop().callSoon(this);
            }
        }
    }

    private static void runAll(List<VoidBody> bodies) throws Exception {
        for (VoidBody body : List.copyOf(bodies)) {
            body.run();
        }
    }
}
