package rondo.group;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import rondo.task.Future;

/// What [Wait#waitUntil] found when it went on. Both sets are in argument order and unmodifiable.
///
/// @param done the futures that were done; their errors are not looked at
/// @param pending the others
/// @param <T> what the futures have in common
public record WaitResult<T extends @Nullable Object>(
        SequencedSet<Future<? extends T>> done, SequencedSet<Future<? extends T>> pending) {
    /// Copies both sets.
    public WaitResult {
        done = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(done));
        pending = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(pending));
    }
}
