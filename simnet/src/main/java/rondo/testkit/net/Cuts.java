package rondo.testkit.net;

import java.util.HashMap;
import java.util.Map;

/// Which ways between hosts are cut. Loop thread only.
final class Cuts {
    /// What cut it, for those that were cut by a program.
    private static final Object BY_HAND = new Object();

    /// One of the two ways between two hosts.
    private record Way(Host from, Host to) {}

    private final Map<Way, Object> cuts = new HashMap<>(); // to what cut it; never iterated

    /// {@return whether it was not cut}
    boolean cut(Host from, Host to) {
        return from != to && cuts.put(new Way(from, to), BY_HAND) == null;
    }

    /// {@return whether it was cut}
    boolean join(Host from, Host to) {
        return cuts.remove(new Way(from, to)) != null;
    }

    void joinAll() {
        cuts.clear();
    }

    boolean joined(Host from, Host to) {
        return cuts.isEmpty() || !cuts.containsKey(new Way(from, to));
    }

    // --- by luck ---------------------------------------------------------------------------------

    /// Begins a partition, and has it end by itself. A cut that is there stays as it is.
    void drawn(SimulatedNetwork world, Host from, Host to) {
        long longest = world.faults().partitionTime().toNanos();
        long nanos = world.luck().upTo(Luck.Kind.PARTITION, longest);
        int ways = (int) world.luck().upTo(Luck.Kind.PARTITION, 2);
        if (ways != 1) {
            drawn(world, new Way(from, to), nanos);
        }
        if (ways != 0) {
            drawn(world, new Way(to, from), nanos);
        }
    }

    private void drawn(SimulatedNetwork world, Way way, long nanos) {
        var mark = new Object();
        if (cuts.putIfAbsent(way, mark) == null) {
            world.simulation().trail().add(way.from() + " no longer reaches " + way.to());
            world.after(nanos, () -> over(world, way, mark));
        }
    }

    private void over(SimulatedNetwork world, Way way, Object mark) {
        if (cuts.remove(way, mark)) {
            world.simulation().trail().add(way.from() + " reaches " + way.to() + " again");
            world.arriveLate();
        }
    }
}
