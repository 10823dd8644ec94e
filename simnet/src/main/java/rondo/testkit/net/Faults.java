package rondo.testkit.net;

import java.time.Duration;
import java.util.function.Consumer;

/// How a simulated network behaves: what a message takes, and how often something goes wrong. Each probability
/// is of one draw from the run's seed, from 0 to 1.
///
/// @param latency what a message takes at least, one way, between two hosts; not negative. On one host it takes none
/// @param jitter what it takes beyond that, drawn evenly from zero to this; not negative
/// @param bytesPerSecond how many bytes a second one direction of a connection carries; positive
/// @param loss how often a datagram is lost. A piece of a TCP stream is sent again instead
/// @param duplication how often a datagram comes twice
/// @param reordering how often a datagram is held up for ten times the latency and jitter, so that later ones overtake
/// @param reset how often a TCP write resets the connection
/// @param shortTransfer how often a read or write moves fewer bytes than it could
/// @param refused how often a connect is refused, though somebody listens
/// @param stalled how often a connect meets silence, until the system gives it up after 127 s
/// @param unresolved how often a name cannot be resolved
/// @param partition how often a message begins a partition between its two hosts: one way, the other, or both, a
///     third each. It may be the first that does not arrive
/// @param partitionTime how long such a partition lasts, at most, drawn evenly from zero to this; not negative. Many
///     may be there at once
public record Faults(
        Duration latency,
        Duration jitter,
        long bytesPerSecond,
        double loss,
        double duplication,
        double reordering,
        double reset,
        double shortTransfer,
        double refused,
        double stalled,
        double unresolved,
        double partition,
        Duration partitionTime) {
    private static final Faults NONE =
            new Faults(Duration.ofMillis(1), Duration.ZERO, 125_000_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO);
    private static final Faults SOME = new Faults(
            Duration.ofMillis(1),
            Duration.ofMillis(20),
            1_250_000,
            0.05,
            0.02,
            0.05,
            0.01,
            0.2,
            0.02,
            0.01,
            0.01,
            0,
            Duration.ZERO);

    /// Checks the numbers.
    public Faults {
        if (latency.isNegative() || jitter.isNegative()) {
            throw new IllegalArgumentException("latency is " + latency + " and jitter " + jitter
                    + "; neither may be negative, use Duration.ZERO for none");
        }
        if (partitionTime.isNegative()) {
            throw new IllegalArgumentException("partitionTime is " + partitionTime
                    + "; it must not be negative, use a probability of 0 for no partitions");
        }
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("bytesPerSecond is " + bytesPerSecond + "; it must be positive");
        }
        checkProbability("loss", loss);
        checkProbability("duplication", duplication);
        checkProbability("reordering", reordering);
        checkProbability("reset", reset);
        checkProbability("shortTransfer", shortTransfer);
        checkProbability("refused", refused);
        checkProbability("stalled", stalled);
        checkProbability("unresolved", unresolved);
        checkProbability("partition", partition);
    }

    private static void checkProbability(String name, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "the probability " + name + " is " + probability + "; it must be from 0 to 1: 0.05 is 5 %");
        }
    }

    /// {@return a network that works: a latency of 1 ms, 1 Gbit/s, nothing lost}
    public static Faults none() {
        return NONE;
    }

    /// {@return a bad network: 1 to 21 ms of latency, 10 Mbit/s; lost 5 %, twice 2 %, late 5 %; 1 % of the
    /// writes reset their connection, 20 % of the reads and writes are short; 2 % of the connects are refused,
    /// 1 % stall; 1 % of the names cannot be resolved; no partitions by themselves}
    public static Faults some() {
        return SOME;
    }

    /// {@return these faults with another latency}
    /// @param least what a message takes at least, one way
    /// @param more what it takes beyond that, at most
    public Faults withLatency(Duration least, Duration more) {
        return changed(draft -> {
            draft.latency = least;
            draft.jitter = more;
        });
    }

    /// {@return these faults with another bandwidth}
    /// @param bytes how many bytes a second one direction of a connection carries; positive
    public Faults withBytesPerSecond(long bytes) {
        return changed(draft -> {
            draft.bytesPerSecond = bytes;
        });
    }

    /// {@return these faults with other probabilities for what is on its way}
    /// @param lost how often a datagram is lost
    /// @param twice how often it comes twice
    /// @param late how often it is held up
    public Faults withDelivery(double lost, double twice, double late) {
        return changed(draft -> {
            draft.loss = lost;
            draft.duplication = twice;
            draft.reordering = late;
        });
    }

    /// {@return these faults with other probabilities for what happens to streams}
    /// @param resets how often a write resets the connection
    /// @param shorts how often a read or write is short
    public Faults withStreams(double resets, double shorts) {
        return changed(draft -> {
            draft.reset = resets;
            draft.shortTransfer = shorts;
        });
    }

    /// {@return these faults with other probabilities for what happens to connects}
    /// @param refusals how often one is refused
    /// @param stalls how often one meets silence
    /// @param unknown how often a name cannot be resolved
    public Faults withConnects(double refusals, double stalls, double unknown) {
        return changed(draft -> {
            draft.refused = refusals;
            draft.stalled = stalls;
            draft.unresolved = unknown;
        });
    }

    /// {@return these faults with another probability of partitions}
    /// @param begun how often a message begins a partition between its two hosts
    /// @param longest how long it lasts at most; not negative
    public Faults withPartitions(double begun, Duration longest) {
        return changed(draft -> {
            draft.partition = begun;
            draft.partitionTime = longest;
        });
    }

    private Faults changed(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.faults();
    }

    /// The numbers, while some of them are changed.
    private static final class Draft {
        private Duration latency;
        private Duration jitter;
        private long bytesPerSecond;
        private double loss;
        private double duplication;
        private double reordering;
        private double reset;
        private double shortTransfer;
        private double refused;
        private double stalled;
        private double unresolved;
        private double partition;
        private Duration partitionTime;

        Draft(Faults from) {
            latency = from.latency;
            jitter = from.jitter;
            bytesPerSecond = from.bytesPerSecond;
            loss = from.loss;
            duplication = from.duplication;
            reordering = from.reordering;
            reset = from.reset;
            shortTransfer = from.shortTransfer;
            refused = from.refused;
            stalled = from.stalled;
            unresolved = from.unresolved;
            partition = from.partition;
            partitionTime = from.partitionTime;
        }

        Faults faults() {
            return new Faults(
                    latency,
                    jitter,
                    bytesPerSecond,
                    loss,
                    duplication,
                    reordering,
                    reset,
                    shortTransfer,
                    refused,
                    stalled,
                    unresolved,
                    partition,
                    partitionTime);
        }
    }
}
