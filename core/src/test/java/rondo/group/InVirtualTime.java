package rondo.group;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// What the tests of this room share: a main task in virtual time, single turns of the loop, and small bodies.
final class InVirtualTime {
    private InVirtualTime() {}

    /// Runs a test's body as the main task of a fresh loop.
    static void run(VoidBody body) {
        try (var runner = new Runner(LoopOptions.defaults().withClock(new VirtualClock()))) {
            runner.run(body);
        }
    }

    static Task<@Nullable Void> task(VoidBody body) {
        return Task.start(VoidBody.awaitable(body));
    }

    static void sleepMillis(long millis) {
        Sleep.sleep(Duration.ofMillis(millis));
    }

    static long nowMillis() {
        return EventLoop.current().time() / 1_000_000;
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

    /// A value after some time.
    static <T> rondo.task.Awaitable<T> after(long millis, T value) {
        return () -> {
            sleepMillis(millis);
            return value;
        };
    }

    /// A failure after some time.
    static VoidBody failsAfter(long millis, Throwable error) {
        return () -> {
            sleepMillis(millis);
            Trail.rethrow(error);
        };
    }

    /// A body that fails when it is cancelled.
    static VoidBody failsInCleanUp(Throwable error) {
        return () -> {
            try {
                sleepMillis(10_000);
            } finally {
                Trail.rethrow(error);
            }
        };
    }
}
