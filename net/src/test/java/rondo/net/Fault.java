package rondo.net;

import java.util.List;

/// What a network does to its packets, and for how long.
@SuppressWarnings("ImmutableEnumChecker") // the lists are
enum Fault {
    LOSSY("lost", new Stretch(1, "delay=100 jitter=50 loss=5 reorder=10")),
    PARTITION("cut", new Stretch(0.25, ""), new Stretch(0.5, "cut=both"), new Stretch(0.25, "")),
    HALF_OPEN(
            "cut",
            new Stretch(0.2, ""),
            new Stretch(0.2, "cut=left"),
            new Stretch(0.2, ""),
            new Stretch(0.2, "cut=both", true),
            new Stretch(0.2, "")),
    VERY_LOSSY("lost", new Stretch(1, "loss=25")),
    SLOW("passed", new Stretch(1, "delay=500 jitter=400")),
    DISORDERED("overtook", new Stretch(1, "delay=50 jitter=50 reorder=50")),
    DOUBLED("doubled", new Stretch(1, "delay=20 jitter=20 duplicate=30")),
    DAMAGED("damaged", new Stretch(1, "delay=10 corrupt=5")),
    NARROW("passed", new Stretch(1, "rate=65536")),
    FLAPPING(
            "cut",
            new Stretch(0.2, ""),
            new Stretch(0.1, "cut=both"),
            new Stretch(0.2, ""),
            new Stretch(0.1, "cut=both"),
            new Stretch(0.2, ""),
            new Stretch(0.2, "cut=both"));

    /// A share of the time, and settings of [BadNetwork#become(String)].
    ///
    /// @param serverRestarts whether the server is killed at its beginning, and another started: neither side
    ///     hears of it from the old connections
    record Stretch(double share, String settings, boolean serverRestarts) {
        Stretch(double share, String settings) {
            this(share, settings, false);
        }
    }

    private final String count;
    private final List<Stretch> stretches;

    Fault(String count, Stretch... stretches) {
        this.count = count;
        this.stretches = List.of(stretches);
    }

    /// Which of the network's counts has to have grown.
    String count() {
        return count;
    }

    List<Stretch> stretches() {
        return stretches;
    }
}
