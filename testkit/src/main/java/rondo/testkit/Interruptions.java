package rondo.testkit;

import org.jspecify.annotations.Nullable;

/// Interrupts a scenario at each of its awaits, in each way.
final class Interruptions {
    private static final int MOST_AWAITS = 10_000;

    private final Scenario<?> scenario;
    private final Guard<?> guard;
    private long runs;

    private Interruptions(Scenario<?> scenario, Guard<?> guard) {
        this.scenario = scenario;
        this.guard = guard;
    }

    static InterruptionReport everywhere(SimulationOptions options, int seeds, Scenario<?> scenario) {
        if (seeds <= 0) {
            throw new IllegalArgumentException("seeds is " + seeds + "; it must be positive: 1 is first in, first out");
        }
        return Guard.guard(options.timeLimit(), guard -> {
            var report = new InterruptionReport(0, 0);
            for (int i = 0; i < seeds; i++) {
                SimulationOptions mine = options.withSeed(options.seed() + i)
                        .withOrder(i == 0 && options.order() == Order.RANDOM ? Order.FIFO : options.order());
                report = report.plus(new Interruptions(scenario, guard).everywhere(mine));
            }
            return report;
        });
    }

    private InterruptionReport everywhere(SimulationOptions options) {
        var counted = new Interruption(null, 0);
        run(options, counted, null, 0);
        int awaits = counted.awaits();
        if (awaits > MOST_AWAITS) {
            throw new IllegalArgumentException(
                    "the body has " + awaits + " awaits; at most " + MOST_AWAITS + " can be tried: make it smaller");
        }
        for (Interrupt interrupt : Interrupt.values()) {
            for (int await = 1; await <= awaits; await++) {
                run(options, new Interruption(interrupt, await), interrupt, await);
            }
        }
        return new InterruptionReport(awaits, runs);
    }

    private void run(SimulationOptions options, Interruption interruption, @Nullable Interrupt interrupt, int await) {
        runs++;
        SimulatedRun run = one(options, interruption, false);
        Throwable failure = run.failure();
        if (failure == null && interrupt != null && !interruption.fired()) {
            failure = new AssertionError("the body had await " + await + " in one run, and not in the next");
        }
        if (failure != null) {
            SimulatedRun recorded = one(options, new Interruption(interrupt, await), true);
            throw interrupt == null
                    ? new AssertionError(
                            "the scenario fails without an interruption: " + failure + "\n"
                                    + recorded.trace().timeline(),
                            failure)
                    : new InterruptionError(interrupt, await, interruption.where(), recorded, failure);
        }
    }

    private SimulatedRun one(SimulationOptions options, Interruption interruption, boolean recorded) {
        return Runs.interrupted(
                options, recorded, interruption, guard, simulation -> interruption.run(simulation, scenario));
    }
}
