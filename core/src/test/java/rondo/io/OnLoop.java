package rondo.io;

import org.jspecify.annotations.Nullable;
import rondo.loop.LoopOptions;
import rondo.task.Runner;
import rondo.task.Task;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// What the tests of this room share: a main task on virtual time, and tasks without a value.
final class OnLoop {
    private OnLoop() {}

    static LoopOptions options() {
        return LoopOptions.defaults().withClock(new VirtualClock());
    }

    static void run(VoidBody body) {
        try (var runner = new Runner(options())) {
            runner.run(body);
        }
    }

    static Task<@Nullable Void> task(VoidBody body) {
        return Task.start(VoidBody.awaitable(body));
    }
}
