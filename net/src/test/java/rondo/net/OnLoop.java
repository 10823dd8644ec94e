package rondo.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;

/// What the tests of this module share: a main task in real time, tasks without a value, reports that are kept.
final class OnLoop {
    private OnLoop() {}

    static void run(VoidBody body) {
        try (var runner = new Runner(LoopOptions.defaults())) {
            runner.run(body);
        }
    }

    static Task<@Nullable Void> task(VoidBody body) {
        return Task.start(VoidBody.awaitable(body));
    }

    /// Lets others run until something holds; the test's own time limit ends it otherwise.
    static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Sleep.sleep(Duration.ZERO);
        }
    }

    static List<ErrorReport> reports() {
        var reports = new ArrayList<ErrorReport>();
        EventLoop.current().exceptionHandler((loop, report) -> reports.add(report));
        return reports;
    }
}
