package rondo.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.io.Threads;
import rondo.loop.BlockedCall;
import rondo.loop.Blocking;
import rondo.loop.CarrierChoice;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Runner;
import rondo.task.Task;

/// Runs a program once: makes the loop, watches for leaks, and says how it ended.
final class Runs {
    /// On the baton carrier only a watchdog sees a blocking call.
    private static final Duration WATCHED_LIMIT = Duration.ofMillis(200);

    private static final String DESTROYED = "task was destroyed but it is pending";

    private final SimulationOptions options;
    private final Simulation.Body body;
    private final Chooser chooser;
    private final SimulatedClock clock = new SimulatedClock();
    private final List<ErrorReport> reports = new ArrayList<>();
    private @Nullable Choices choices;
    private @Nullable EventLog eventLog;
    private @Nullable Interruption interruption;
    private @Nullable Guard<?> watchedBy;

    private Runs(SimulationOptions options, Chooser chooser, Simulation.Body body) {
        this.options = options;
        this.chooser = chooser;
        this.body = body;
    }

    /// One run of its own, by the options.
    static SimulatedRun single(SimulationOptions options, Simulation.Body body, boolean recorded) {
        try {
            return Guard.guard(options.timeLimit(), guard -> {
                var run = new Runs(options, Chooser.of(options), body);
                run.watchedBy = guard;
                return recorded ? run.recorded(guard) : run.run(guard);
            });
        } catch (HangError | DeterminismLeakError e) {
            return new SimulatedRun(options.seed(), SimulatedTrace.UNKNOWN, e);
        }
    }

    /// One of many runs.
    static SimulatedRun oneOfMany(SimulationOptions options, Chooser chooser, Guard<?> guard, Simulation.Body body) {
        return new Runs(options, chooser, body).run(guard);
    }

    /// One of many runs, with its choices.
    static SimulatedRun withChoices(
            SimulationOptions options, Chooser chooser, Choices choices, Guard<?> guard, Simulation.Body body) {
        var run = new Runs(options, chooser, body);
        run.choices = choices;
        return run.run(guard);
    }

    /// One run with its timeline.
    static SimulatedRun recorded(SimulationOptions options, Chooser chooser, Guard<?> guard, Simulation.Body body) {
        return new Runs(options, chooser, body).recorded(guard);
    }

    /// One run that an interruption looks at between its steps.
    static SimulatedRun interrupted(
            SimulationOptions options,
            boolean recorded,
            Interruption interruption,
            Guard<?> guard,
            Simulation.Body body) {
        var run = new Runs(options, Chooser.of(options), body);
        run.interruption = interruption;
        return recorded ? run.recorded(guard) : run.run(guard);
    }

    private SimulatedRun recorded(Guard<?> guard) {
        eventLog = new EventLog(clock);
        return run(guard);
    }

    private SimulatedRun run(Guard<?> guard) {
        var schedule = new Schedule(clock, chooser, choices, between(), options.stepLimit());
        Throwable failure = failure(schedule, guard);
        if (failure == null && !reports.isEmpty()) {
            failure = new UnhandledError(reports);
        }
        List<Event> events = eventLog == null ? List.of() : eventLog.events();
        return new SimulatedRun(options.seed(), SimulatedTrace.of(schedule, clock, events), failure);
    }

    private Schedule.@Nullable Between between() {
        if (eventLog == null || interruption == null) {
            return eventLog == null ? interruption : eventLog;
        }
        return Schedule.Between.both(eventLog, interruption);
    }

    private @Nullable Throwable failure(Schedule schedule, Guard<?> guard) {
        try (var runner = new Runner(loopOptions(schedule))) {
            EventLoop made = runner.loop();
            guard.begins(made);
            Simulation simulation = prepare(made, schedule);
            runOn(runner, simulation, schedule);
        } catch (Throwable e) {
            return e;
        } finally {
            guard.ends();
        }
        return null;
    }

    private void runOn(Runner runner, Simulation simulation, Schedule schedule) {
        try {
            runner.run(() -> body.run(simulation));
        } catch (Interruption.LoopClosing e) {
            runner.loop().close(); // under its tasks: that is what is tried
            reports.removeIf(report -> report.message().equals(DESTROYED));
            e.check(runner.loop());
        } finally {
            schedule.brokenOff();
        }
    }

    private Simulation prepare(EventLoop made, Schedule schedule) {
        boolean threadsAllowed = options.allowed().contains(Leak.THREAD);
        made.onForbiddenCall(call -> made.fatal(blockingCall(call.who(), List.of(call.getStackTrace()))));
        made.exceptionHandler((any, report) -> report(report));
        Task.factory(
                made,
                new SimulatedTasks(schedule.numbering(), eventLog, threadsAllowed ? null : new ThreadWatch(made)));
        Threads.defaultExecutor(made, new HelperThread(made));
        var trail = new Trail(event -> {
            schedule.note(event);
            if (eventLog != null) {
                eventLog.noted(event);
            }
        });
        var simulation = new Simulation(options, made, clock, schedule, trail);
        clock.whenIdle(simulation::use);
        simulation.attach();
        return simulation;
    }

    /// Whether an error is lost shows only when the collector runs: no part of the run. A server that cannot
    /// accept tries again by itself, and only says so.
    private void report(ErrorReport report) {
        if (!report.message().endsWith("exception was never retrieved")
                && !report.message().startsWith("cannot accept connections on ")) {
            reports.add(report);
        }
    }

    private LoopOptions loopOptions(Schedule schedule) {
        boolean blockingAllowed = options.allowed().contains(Leak.BLOCKING_CALL);
        boolean baton = watchedBy != null && onBaton();
        return LoopOptions.defaults()
                .withName("simulation")
                .withClock(clock)
                .withOrder(schedule)
                .withCarrier(options.carrier())
                .withFailOnDeadlock(true)
                .withWatchdog(baton && !blockingAllowed)
                .withBlocking(blockingAllowed ? Blocking.STALL : Blocking.FAIL)
                .withSlowLimit(WATCHED_LIMIT)
                .withOnBlocked(this::blocked);
    }

    private boolean onBaton() {
        if (options.carrier() != CarrierChoice.AUTO) {
            return options.carrier() == CarrierChoice.BATON;
        }
        try (var probe = new EventLoop(LoopOptions.defaults().withWatchdog(false))) {
            return probe.carrier().equals("baton");
        }
    }

    /// Told by the watchdog, on its thread.
    private void blocked(BlockedCall call) {
        Guard<?> guard = watchedBy;
        if (guard != null && call.threadState() != Thread.State.RUNNABLE) {
            guard.giveUp(blockingCall(call.who(), call.stack()));
        }
    }

    private static DeterminismLeakError blockingCall(String who, List<StackTraceElement> stack) {
        return new DeterminismLeakError(
                Leak.BLOCKING_CALL,
                who,
                "made a call that blocks the thread",
                "use an await of Rondo's, or toThread",
                stack);
    }
}
