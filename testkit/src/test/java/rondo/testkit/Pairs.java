package rondo.testkit;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// The scenarios of [PrimitivesTest], interrupted at each pair of their awaits, and what that came to.
///
/// What has been interrupted is mostly at its end, and only its clean-up is left to be interrupted again. So a
/// scenario whose body can run a second time runs as its own clean-up, too: as often as it is interrupted, and
/// no more, may a part of it be cut short.
///
/// @param programs how many scenarios there were, in each of their variants
/// @param runs how many runs of them
record Pairs(int programs, long runs) {
    /// A job of a thread takes longer than all else in a run: there are no pairs of these.
    private static final Set<String> BY_THREADS = Set.of("FileIo", "toThread", "toThread, several");

    /// These take what is there once, or end or close it.
    private static final Set<String> ONCE = Set.of(
            "Barrier",
            "Barrier that is aborted",
            "Barrier that is reset",
            "ByteStream, both ways",
            "ByteStream, read",
            "ByteStream, readAll",
            "ByteStream, readChunk",
            "ByteStream, readExactly",
            "ByteStream, readLine",
            "ByteStream, readSome",
            "ByteStream, readUntil",
            "ByteStream, sendFile",
            "ByteStream, shutdownOutput",
            "ByteStream, views",
            "ByteStream, write",
            "CompletionStage",
            "Condition with one signal for each",
            "Future, await of a declared error",
            "LifoQueue, get",
            "PriorityQueue, get",
            "Queue, both sides",
            "Queue, get",
            "Queue, join",
            "Queue, shut down",
            "Wakeup",
            "a future",
            "runInExecutor",
            "shield");

    static Stream<String> names() {
        return PrimitivesTest.names().filter(name -> !BY_THREADS.contains(name));
    }

    /// Interrupts a scenario at each pair of its awaits.
    ///
    /// @param name the scenario
    /// @param seeds in how many orders
    /// @param variants the scenario's
    static Pairs of(String name, int seeds, List<Variant> variants) {
        var all = new Pairs(0, 0);
        for (Variant variant : variants) {
            Scenario<?> scenario = scenario(name, variant);
            long runs = Simulation.cancelAtEveryPairOfAwaits(PrimitivesTest.OPTIONS, seeds, scenario)
                    .runs();
            all = all.plus(new Pairs(1, runs));
            if (!ONCE.contains(name)) {
                long again = Interruptions.everyPairTwice(PrimitivesTest.OPTIONS, seeds, scenario)
                        .runs();
                all = all.plus(new Pairs(1, again));
            }
        }
        return all;
    }

    private static Scenario<?> scenario(String name, Variant variant) {
        return Objects.requireNonNull(PrimitivesTest.all().get(name)).apply(variant);
    }

    Pairs plus(Pairs other) {
        return new Pairs(programs + other.programs, runs + other.runs);
    }
}
