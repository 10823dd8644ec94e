package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import rondo.Rondo;
import rondo.loop.EventLoop;
import rondo.task.VoidBody;

/// What a scenario's tasks share, and count. `T` is the primitive.
final class Ground<T> {
    final EventLoop loop = EventLoop.current();
    final T primitive;
    final List<Integer> taken = new ArrayList<>();
    int put;
    int inside; // in a critical section now
    int most; // of these at once
    private int started;
    private int ended;

    Ground(T primitive) {
        this.primitive = primitive;
    }

    /// Starts other tasks, which must all end.
    Ground<T> with(int companions, VoidBody body) {
        for (int i = 0; i < companions; i++) {
            Rondo.createTask("companion-" + (i + 1), counted(body));
        }
        return this;
    }

    /// A body whose beginning and end are counted.
    VoidBody counted(VoidBody body) {
        return () -> {
            started++;
            try {
                body.run();
            } finally {
                ended++;
            }
        };
    }

    /// Is in the critical section for a while.
    void section(Variant variant) {
        most = Math.max(most, ++inside);
        try {
            variant.work();
        } finally {
            inside--;
        }
    }

    /// All that began has ended, and at most so many were in the critical section at once.
    void check(int limit) {
        assertThat(started).isEqualTo(ended);
        assertThat(inside).isZero();
        assertThat(most).isLessThanOrEqualTo(limit);
    }
}
