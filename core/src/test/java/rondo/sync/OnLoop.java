package rondo.sync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import rondo.loop.LoopOptions;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// What the tests of this room share: a loop on virtual time, tasks, and single turns.
final class OnLoop {
    private OnLoop() {}

    /// Runs a test's body as the main task of a fresh loop.
    static void run(VoidBody body) {
        run("main", body);
    }

    static void run(String loop, VoidBody body) {
        var options = LoopOptions.defaults().withName(loop).withClock(new VirtualClock());
        try (var runner = new Runner(options)) {
            runner.run(body);
        }
    }

    static Task<@Nullable Void> task(VoidBody body) {
        return Task.start(VoidBody.awaitable(body));
    }

    /// Lets everything that is ready now have one step.
    static void turn() {
        Sleep.sleep(Duration.ZERO);
    }

    static void turns(int n) {
        for (int i = 0; i < n; i++) {
            turn();
        }
    }

    static void sleepMillis(long millis) {
        Sleep.sleep(Duration.ofMillis(millis));
    }
}
