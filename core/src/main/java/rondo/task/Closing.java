package rondo.task;

import java.util.ArrayList;
import java.util.List;
import rondo.loop.EventLoop;

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

    static void run(EventLoop loop) {
        List<VoidBody> bodies = of(loop).bodies;
        if (!bodies.isEmpty()) {
            Runner.runUntilComplete(loop, VoidBody.awaitable(() -> runAll(bodies)));
        }
    }

    private static void runAll(List<VoidBody> bodies) throws Exception {
        for (VoidBody body : List.copyOf(bodies)) {
            body.run();
        }
    }
}
