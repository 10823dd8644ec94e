package rondo.testkit.net;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import rondo.testkit.Simulation;

/// What a network draws from its run's seed: a generator for each kind of draw, so that one that is drawn more
/// often, or not at all, leaves the others' numbers as they were. Loop thread only.
final class Luck {
    /// What is drawn.
    enum Kind {
        JITTER,
        LOSS,
        DUPLICATION,
        JITTER_OF_COPY,
        REORDERING,
        RESET,
        SHORT_TRANSFER,
        REFUSED,
        STALLED,
        UNRESOLVED,
        PARTITION
    }

    private final Map<Kind, RandomGenerator> generators = new EnumMap<>(Kind.class);

    Luck(Simulation simulation) {
        for (Kind kind : Kind.values()) {
            generators.put(kind, simulation.random("network " + kind));
        }
    }

    boolean draw(Kind kind, double probability) {
        return probability > 0 && of(kind).nextDouble() < probability;
    }

    /// {@return a number from 0 to a bound}
    long upTo(Kind kind, long most) {
        return most == 0 ? 0 : of(kind).nextLong(most + 1);
    }

    private RandomGenerator of(Kind kind) {
        return Objects.requireNonNull(generators.get(kind));
    }
}
