package rondo.testkit.net;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts the calls to a network, and has one of them fail. Loop thread only.
final class PlannedFault {
    private final @Nullable IoFault fault;
    private final int call; // which of its kind, counting from 1
    private final Map<IoCall, Integer> calls = new EnumMap<>(IoCall.class);
    private boolean fired;

    PlannedFault(@Nullable IoFault fault, int call) {
        this.fault = fault;
        this.call = call;
    }

    @Nullable IoFault at(IoCall kind) {
        int number = calls.merge(kind, 1, Integer::sum);
        if (fault == null || fault.call() != kind || number != call) {
            return null;
        }
        fired = true;
        return fault;
    }

    int calls(IoCall kind) {
        return calls.getOrDefault(kind, 0);
    }

    boolean fired() {
        return fired;
    }
}
