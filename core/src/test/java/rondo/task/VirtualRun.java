package rondo.task;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.time.VirtualClock;

/// Runs the programs of tests in virtual time, whole or tick by tick.
final class VirtualRun {
    private VirtualRun() {}

    static LoopOptions options() {
        return LoopOptions.defaults().withClock(new VirtualClock()).withWatchdog(false);
    }

    /// Runs a program as `Runner.run` does, and returns its value.
    static <T extends @Nullable Object> T run(Awaitable<T> program) {
        try (var runner = new Runner(options())) {
            return runner.run(program);
        }
    }

    static void run(VoidBody program) {
        run(VoidBody.awaitable(program));
    }

    /// Runs a test that steps a loop by hand; the tasks that it leaves are cancelled.
    static void onLoop(LoopTest test) throws Exception {
        try (var runner = new Runner(options())) {
            test.run(runner.loop());
        }
    }

    @FunctionalInterface
    interface LoopTest {
        void run(EventLoop loop) throws Exception;
    }

    /// Makes a task on a loop that does not run.
    static <T extends @Nullable Object> Task<T> start(EventLoop loop, Awaitable<T> body) {
        return Task.start(loop, body, TaskOptions.defaults());
    }

    /// Runs one iteration of a loop.
    static void tick(EventLoop loop) {
        loop.stop();
        loop.runForever();
    }

    /// Runs a loop until a future is done, and returns what it gave.
    static <T extends @Nullable Object> T finish(Future<T> future) {
        future.addDoneCallback(done -> future.loop().stop());
        future.loop().runForever();
        return future.result();
    }

    /// Lets everything that is ready run once: asyncio's `sleep(0)`.
    static void yieldOnce() {
        Sleep.sleep(Duration.ZERO);
    }

    static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    /// Runs a step on a loop, as one of its callbacks, and returns what it gave.
    static <T> T inCallback(EventLoop loop, Function<EventLoop, T> step) {
        var given = new Future<T>(loop);
        loop.callSoon(() -> given.setResult(step.apply(loop)));
        return finish(given);
    }
}
