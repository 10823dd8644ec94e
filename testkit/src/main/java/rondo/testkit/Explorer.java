package rondo.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rondo.group.ExceptionGroup;
import rondo.time.SystemClock;

/// Runs a program in many orders, until one fails.
final class Explorer {
    private static final long REPORT_EVERY_NANOS = Duration.ofMillis(250).toNanos();
    private static final double NANOS_PER_SECOND = 1e9;

    private final SimulationOptions options;
    private final Simulation.Body body;
    private final Guard<?> guard;
    private final TraceHash traces = new TraceHash();

    private Explorer(SimulationOptions options, Simulation.Body body, Guard<?> guard) {
        this.options = options;
        this.body = body;
        this.guard = guard;
    }

    // --- by seed ---------------------------------------------------------------------------------

    static Exploration seeds(
            SimulationOptions options, int seeds, Consumer<? super Progress> progress, Simulation.Body body) {
        checkPositive(seeds);
        return Guard.guard(options.timeLimit(), guard -> new Explorer(options, body, guard).seeds(seeds, progress));
    }

    private Exploration seeds(int seeds, Consumer<? super Progress> progress) {
        var report = new Reporting(seeds, progress);
        for (int done = 0; done < seeds; done++) {
            SimulationOptions mine = options.withSeed(options.seed() + done);
            SimulatedRun run = Runs.oneOfMany(mine, Chooser.of(mine), guard, body);
            traces.add(run.trace().hash());
            if (!run.passed()) {
                Chooser again = Chooser.of(mine);
                return explored(done + 1L, false, failed(mine, run, again));
            }
            report.done(done + 1);
        }
        return explored(seeds, false, null);
    }

    /// Does not stop at the first that fails.
    static List<SimulatedRun> failing(
            SimulationOptions options, int seeds, Consumer<? super Progress> progress, Simulation.Body body) {
        checkPositive(seeds);
        return Guard.guard(options.timeLimit(), guard -> new Explorer(options, body, guard).failing(seeds, progress));
    }

    private List<SimulatedRun> failing(int seeds, Consumer<? super Progress> progress) {
        var report = new Reporting(seeds, progress);
        var failing = new ArrayList<SimulatedRun>();
        for (int done = 0; done < seeds; done++) {
            SimulationOptions mine = options.withSeed(options.seed() + done);
            SimulatedRun run = Runs.oneOfMany(mine, Chooser.of(mine), guard, body);
            if (!run.passed()) {
                checkSame(run, Runs.oneOfMany(mine, Chooser.of(mine), guard, body));
                failing.add(run);
            }
            report.done(done + 1);
        }
        return List.copyOf(failing);
    }

    private static void checkPositive(int seeds) {
        if (seeds <= 0) {
            throw new IllegalArgumentException("seeds is " + seeds + "; it must be positive");
        }
    }

    // --- exhaustively ----------------------------------------------------------------------------

    static Exploration allOrders(SimulationOptions options, int mostOrders, Simulation.Body body) {
        if (mostOrders <= 0) {
            throw new IllegalArgumentException("mostOrders is " + mostOrders + "; it must be positive");
        }
        return Guard.guard(options.timeLimit(), guard -> new Explorer(options, body, guard).allOrders(mostOrders));
    }

    private Exploration allOrders(int mostOrders) {
        int @Nullable [] script = {};
        for (int orders = 1; orders <= mostOrders; orders++) {
            var choices = new Choices();
            SimulatedRun run = Runs.withChoices(options, new ScriptedChooser(script, false), choices, guard, body);
            traces.add(run.trace().hash());
            if (!run.passed()) {
                SimulationOptions again =
                        options.withReplayCommand("Simulation.exploreAll(options, " + orders + ", body)");
                return explored(orders, false, failed(again, run, new ScriptedChooser(script, false)));
            }
            script = choices.next();
            if (script == null) {
                return explored(orders, true, null);
            }
        }
        return explored(mostOrders, false, null);
    }

    private Exploration explored(long runs, boolean complete, @Nullable FailedRun failure) {
        return new Exploration(runs, traces.toString(), complete, failure);
    }

    // --- a failure -------------------------------------------------------------------------------

    /// Runs it again, to be sure that it is the same, and looks for the shortest order that fails.
    private FailedRun failed(SimulationOptions mine, SimulatedRun run, Chooser again) {
        var choices = new Choices();
        SimulatedRun second = Runs.withChoices(mine, again, choices, guard, body);
        checkSame(run, second);
        Throwable failure = java.util.Objects.requireNonNull(run.failure());
        boolean held = again.endsTickAfterEach();
        int[] script = new Shrinker(candidate -> fails(mine, candidate, held, failure)).shrink(choices.script());
        SimulatedRun shortest = Runs.recorded(mine, new ScriptedChooser(script, held), guard, body);
        return new FailedRun(
                mine.seed(),
                run.trace(),
                failure,
                shortest,
                FailedRun.deviations(script),
                mine.replayCommand().replace("%d", Long.toString(mine.seed())));
    }

    private static void checkSame(SimulatedRun run, SimulatedRun second) {
        if (second.passed() || !second.trace().hash().equals(run.trace().hash())) {
            throw new NotDeterministicError(
                    run.seed(),
                    "First: " + run.trace() + ", " + run.failure() + "; then: " + second.trace() + ", "
                            + second.failure());
        }
    }

    private boolean fails(SimulationOptions mine, int[] script, boolean held, Throwable like) {
        SimulatedRun run = Runs.oneOfMany(mine, new ScriptedChooser(script, held), guard, body);
        return run.failure() != null && kind(run.failure()).equals(kind(like));
    }

    private static String kind(Throwable failure) {
        return failure instanceof ExceptionGroup group
                ? group.exceptions().stream().map(Explorer::kind).toList().toString()
                : failure.getClass().getName();
    }

    /// Tells a few times a second how far it is.
    private static final class Reporting {
        private final long total;
        private final Consumer<? super Progress> progress;
        private final long start = SystemClock.instance().nanos();
        private long next = start + REPORT_EVERY_NANOS;

        Reporting(long total, Consumer<? super Progress> progress) {
            this.total = total;
            this.progress = progress;
        }

        void done(long runs) {
            long now = SystemClock.instance().nanos();
            if (now < next && runs < total) {
                return;
            }
            next = now + REPORT_EVERY_NANOS;
            double perSecond = runs * NANOS_PER_SECOND / Math.max(1, now - start);
            long left = Math.round((total - runs) / perSecond * NANOS_PER_SECOND);
            progress.accept(new Progress(runs, total, perSecond, Duration.ofNanos(left)));
        }
    }
}
