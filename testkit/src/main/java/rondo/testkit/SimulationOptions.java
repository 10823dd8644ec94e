package rondo.testkit;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import rondo.loop.CarrierChoice;

/// How a simulation runs.
///
/// @param seed what all choices of a run are drawn from: the order, and [Simulation#random(String)]
/// @param order how it chooses among what is ready
/// @param priorityChanges for [Order#PRIORITIES]: how often in a run the highest priority falls; not negative
/// @param carrier how tasks get their threads; the trace is the same on each
/// @param allowed leaks of determinism that do not end the run; unmodifiable
/// @param stepLimit how many steps a run may take; positive
/// @param timeLimit how much real time one run may take; positive
/// @param replayCommand what a report of a failure tells to replay it; `%d` stands for the seed
public record SimulationOptions(
        long seed,
        Order order,
        int priorityChanges,
        CarrierChoice carrier,
        Set<Leak> allowed,
        long stepLimit,
        Duration timeLimit,
        String replayCommand) {
    private static final SimulationOptions DEFAULTS = new SimulationOptions(
            0,
            Order.FIFO,
            3,
            CarrierChoice.AUTO,
            Set.of(),
            1_000_000,
            Duration.ofSeconds(60),
            "Simulation.replay(options.withSeed(%dL), body)");

    /// Checks the limits and copies the set.
    public SimulationOptions {
        if (priorityChanges < 0) {
            throw new IllegalArgumentException(
                    "priorityChanges is " + priorityChanges + "; it must not be negative: 0 keeps all priorities");
        }
        if (stepLimit <= 0) {
            throw new IllegalArgumentException("stepLimit is " + stepLimit + "; it must be positive");
        }
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("timeLimit is " + timeLimit + "; it must be positive");
        }
        allowed = allowed.isEmpty() ? Set.of() : Set.copyOf(allowed);
    }

    /// {@return seed 0, first in, first out, no leak allowed, a million steps and a minute at most}
    public static SimulationOptions defaults() {
        return DEFAULTS;
    }

    /// {@return these options with another seed}
    /// @param to what all choices are drawn from
    public SimulationOptions withSeed(long to) {
        return new SimulationOptions(to, order, priorityChanges, carrier, allowed, stepLimit, timeLimit, replayCommand);
    }

    /// {@return these options with another order}
    /// @param to how a run chooses among what is ready
    public SimulationOptions withOrder(Order to) {
        return new SimulationOptions(seed, to, priorityChanges, carrier, allowed, stepLimit, timeLimit, replayCommand);
    }

    /// {@return these options with another number of changes of priority}
    /// @param to how often in a run the highest priority falls; not negative
    public SimulationOptions withPriorityChanges(int to) {
        return new SimulationOptions(seed, order, to, carrier, allowed, stepLimit, timeLimit, replayCommand);
    }

    /// {@return these options with another carrier}
    /// @param to how tasks get their threads
    public SimulationOptions withCarrier(CarrierChoice to) {
        return new SimulationOptions(seed, order, priorityChanges, to, allowed, stepLimit, timeLimit, replayCommand);
    }

    /// {@return these options with a leak allowed}
    /// @param leak what no longer ends the run
    public SimulationOptions allowing(Leak leak) {
        var more = EnumSet.of(leak);
        more.addAll(allowed);
        return new SimulationOptions(seed, order, priorityChanges, carrier, more, stepLimit, timeLimit, replayCommand);
    }

    /// {@return these options with another limit of steps}
    /// @param to how many steps a run may take; positive
    public SimulationOptions withStepLimit(long to) {
        return new SimulationOptions(seed, order, priorityChanges, carrier, allowed, to, timeLimit, replayCommand);
    }

    /// {@return these options with another limit of real time}
    /// @param to how much real time one run may take; positive
    public SimulationOptions withTimeLimit(Duration to) {
        return new SimulationOptions(seed, order, priorityChanges, carrier, allowed, stepLimit, to, replayCommand);
    }

    /// {@return these options with another command to replay a failure with}
    /// @param to the command; `%d` stands for the seed
    public SimulationOptions withReplayCommand(String to) {
        return new SimulationOptions(seed, order, priorityChanges, carrier, allowed, stepLimit, timeLimit, to);
    }
}
