package rondo.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call of a combinator as instruments see it: a gather, a wait, a task group, a deadline.
///
/// It is made only while somebody looks on. Loop thread only.
public final class Scope {
    private final Task<?> caller;
    private final String kind;
    private final List<Future<?>> members = new ArrayList<>();
    private boolean ended;
    private @Nullable Throwable error;

    private Scope(Task<?> caller, String kind, Collection<? extends Future<?>> members) {
        this.caller = caller;
        this.kind = kind;
        this.members.addAll(members);
    }

    /// Tells of a call that begins in the running task.
    ///
    /// @param kind what is called, in asyncio's word
    /// @param members what it waits for so far
    /// @return the scope; null if nobody looks on
    public static @Nullable Scope begin(String kind, Collection<? extends Future<?>> members) {
        Task<?> caller = Task.currentOrNull();
        if (caller == null || !caller.loop().observed()) {
            return null;
        }
        var scope = new Scope(caller, kind, members);
        caller.tell(each -> each.scopeBegins(scope));
        return scope;
    }

    /// Tells of a call that begins in the running task, awaits it there, and tells of its end.
    ///
    /// @param <T> what it gives
    /// @param kind what is called, in asyncio's word
    /// @param members what it waits for
    /// @param what the call's own work, awaited in any case
    /// @return its value
    public static <T extends @Nullable Object> T around(
            String kind, Collection<? extends Future<?>> members, Awaitable<T> what) {
        Scope scope = begin(kind, members);
        try {
            T value = what.await();
            end(scope, null);
            return value;
        } catch (Throwable e) {
            end(scope, e);
            throw Sneaky.raise(e);
        }
    }

    /// Tells of the end of a call.
    ///
    /// @param scope what [#begin] gave; nothing happens on null
    /// @param error what the call throws, or null
    public static void end(@Nullable Scope scope, @Nullable Throwable error) {
        if (scope != null && !scope.ended) {
            scope.ended = true;
            scope.error = error;
            scope.caller.tell(each -> each.scopeEnds(scope));
        }
    }

    /// Adds what a call waits for that has begun already.
    ///
    /// @param scope what [#begin] gave; nothing happens on null
    /// @param member the task or future
    public static void add(@Nullable Scope scope, Future<?> member) {
        if (scope != null) {
            scope.members.add(member);
        }
    }

    /// {@return the task that calls}
    public Task<?> caller() {
        return caller;
    }

    /// {@return what is called: `gather`, `wait`, `TaskGroup`, `timeout`}
    public String kind() {
        return kind;
    }

    /// {@return what it waits for, in the order in which it was given, unmodifiable}
    public List<Future<?>> members() {
        return Collections.unmodifiableList(members);
    }

    /// {@return whether the call has ended}
    public boolean ended() {
        return ended;
    }

    /// {@return what the call has thrown; null if it has not ended or ended well}
    public @Nullable Throwable error() {
        return error;
    }

    @Override
    public String toString() {
        return kind + " in " + caller.label();
    }
}
