package rondo.testkit;

import java.util.List;
import java.util.function.Function;

/// Interrupts a scenario at each of its awaits, in each way; or at each pair of them.
final class Interruptions {
    private static final int MOST_AWAITS = 10_000;

    private final Scenario<?> scenario;
    private final SimulationOptions options;
    private final Guard<?> guard;
    private final Function<List<PlannedInterrupt>, Interruption> how;
    private long runs;

    private Interruptions(
            Scenario<?> scenario,
            SimulationOptions options,
            Guard<?> guard,
            Function<List<PlannedInterrupt>, Interruption> how) {
        this.scenario = scenario;
        this.options = options;
        this.guard = guard;
        this.how = how;
    }

    static InterruptionReport everywhere(SimulationOptions options, int seeds, Scenario<?> scenario) {
        return inOrders(
                options,
                seeds,
                (mine, guard) -> new Interruptions(scenario, mine, guard, Interruption::of).everywhere());
    }

    static InterruptionReport everyPair(SimulationOptions options, int seeds, Scenario<?> scenario) {
        return inOrders(
                options, seeds, (mine, guard) -> new Interruptions(scenario, mine, guard, Interruption::of).pairs());
    }

    /// As [#everyPair], of a body that runs once more in its own `finally` block.
    static InterruptionReport everyPairTwice(SimulationOptions options, int seeds, Scenario<?> scenario) {
        return inOrders(
                options, seeds, (mine, guard) -> new Interruptions(scenario, mine, guard, Interruption::twice).pairs());
    }

    private interface InOrder {
        InterruptionReport run(SimulationOptions options, Guard<?> guard);
    }

    private static InterruptionReport inOrders(SimulationOptions options, int seeds, InOrder each) {
        if (seeds <= 0) {
            throw new IllegalArgumentException("seeds is " + seeds + "; it must be positive: 1 is first in, first out");
        }
        return Guard.guard(options.timeLimit(), guard -> {
            var report = new InterruptionReport(0, 0);
            for (int i = 0; i < seeds; i++) {
                SimulationOptions mine = options.withSeed(options.seed() + i)
                        .withOrder(i == 0 && options.order() == Order.RANDOM ? Order.FIFO : options.order());
                report = report.plus(each.run(mine, guard));
            }
            return report;
        });
    }

    private InterruptionReport everywhere() {
        int awaits = run(List.of());
        for (Interrupt interrupt : Interrupt.values()) {
            for (int await = 1; await <= awaits; await++) {
                run(List.of(new PlannedInterrupt(interrupt, await)));
            }
        }
        return new InterruptionReport(awaits, runs);
    }

    /// After the first interruption a body has other awaits than without: the second one is at each of those.
    private InterruptionReport pairs() {
        int awaits = run(List.of());
        for (Interrupt interrupt : Interrupt.values()) {
            for (int await = 1; await <= awaits; await++) {
                var first = new PlannedInterrupt(interrupt, await);
                int more = run(List.of(first));
                if (first.mayBeFirst()) {
                    followedByEach(first, more);
                }
            }
        }
        return new InterruptionReport(awaits, runs);
    }

    private void followedByEach(PlannedInterrupt first, int awaits) {
        for (Interrupt interrupt : Interrupt.values()) {
            for (int await = first.await(); await <= awaits; await++) {
                var second = new PlannedInterrupt(interrupt, await);
                if (first.allows(second)) {
                    run(List.of(first, second));
                }
            }
        }
    }

    /// {@return how many awaits the body had}
    private int run(List<PlannedInterrupt> plan) {
        runs++;
        Interruption interruption = how.apply(plan);
        SimulatedRun run = one(interruption, false);
        Throwable failure = run.failure();
        if (failure == null && !interruption.complete()) {
            failure = new AssertionError("the body had these awaits in one run, and not in the next");
        }
        if (failure != null) {
            throw failed(plan, interruption.where(), failure);
        }
        if (interruption.awaits() > MOST_AWAITS) {
            throw new IllegalArgumentException("the body has " + interruption.awaits() + " awaits; at most "
                    + MOST_AWAITS + " can be tried: make it smaller");
        }
        return interruption.awaits();
    }

    private AssertionError failed(List<PlannedInterrupt> plan, List<StackTraceElement> where, Throwable failure) {
        SimulatedRun recorded = one(how.apply(plan), true);
        return plan.isEmpty()
                ? new AssertionError(
                        "the scenario fails without an interruption: " + failure + "\n"
                                + recorded.trace().timeline(),
                        failure)
                : new InterruptionError(plan, where, recorded, failure);
    }

    private SimulatedRun one(Interruption interruption, boolean recorded) {
        return Runs.interrupted(
                options, recorded, interruption, guard, simulation -> interruption.run(simulation, scenario));
    }
}
