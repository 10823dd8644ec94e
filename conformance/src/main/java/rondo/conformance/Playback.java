package rondo.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rondo.loop.Blocking;
import rondo.loop.CarrierChoice;
import rondo.loop.DeadlockError;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Task;
import rondo.time.VirtualClock;

/// One run of a program, as `asyncio.run(main())` would run it, on a loop of its own in virtual time.
final class Playback {
    private final EventLoop loop;
    private final Scenario scenario;

    private Playback(Program program, EventLoop loop) {
        this.loop = loop;
        this.scenario = new Scenario(program, loop);
    }

    /// Runs a program on the calling thread.
    ///
    /// @param program what to run
    /// @param carrier how its tasks get their threads
    /// @return the trace, unmodifiable
    static List<String> play(Program program, CarrierChoice carrier) {
        LoopOptions options = LoopOptions.defaults()
                .withName("scenario")
                .withClock(new VirtualClock())
                .withCarrier(carrier)
                .withBlocking(Blocking.STALL)
                .withWatchdog(false);
        try (EventLoop loop = new EventLoop(options)) {
            Playback playback = new Playback(program, loop);
            try {
                playback.play();
            } finally {
                playback.scenario.end();
            }
            return playback.scenario.trace();
        }
    }

    private void play() {
        List<Throwable> broken = new ArrayList<>();
        loop.exceptionHandler((_, report) -> {
            if (report.details().containsKey("handle") && report.exception() != null) {
                broken.add(report.exception()); // a callback of ours; the rest is the program's affair
            }
        });
        Task<?> main = scenario.startMain();
        try {
            runMain(main);
            shutDown(scenario.unfinished());
        } catch (DeadlockError e) {
            logDeadlock(main);
        }
        if (!broken.isEmpty()) {
            throw new AssertionError("a callback failed", broken.getFirst());
        }
    }

    private void runMain(Task<?> main) {
        try {
            Runner.runUntilComplete(loop, main);
        } catch (Exception | CancelledError e) {
            // how main ended; its trace says so
        }
    }

    private void shutDown(List<Task<?>> left) {
        if (left.isEmpty()) {
            return;
        }
        scenario.logAs("-", "shutdown", names(left));
        left.forEach(Task::cancel);
        Runner.runUntilComplete(loop, allEnded(left));
    }

    /// asyncio's gather with errors as values, as it is used where no task awaits it.
    private Future<@Nullable Void> allEnded(List<Task<?>> tasks) {
        Future<@Nullable Void> all = new Future<>(loop);
        List<Task<?>> running = new ArrayList<>(tasks);
        for (Task<?> task : tasks) {
            task.addDoneCallback(_ -> {
                running.remove(task);
                if (running.isEmpty()) {
                    all.setResult(null);
                }
            });
        }
        return all;
    }

    private void logDeadlock(Task<?> main) {
        List<Task<?>> stuck = new ArrayList<>(scenario.unfinished());
        if (!main.done()) {
            stuck.addFirst(main);
        }
        scenario.logAs("-", "deadlock", names(stuck));
    }

    private static String names(List<Task<?>> tasks) {
        return tasks.stream().map(Task::name).collect(Collectors.joining(","));
    }
}
