package rondo.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of context variables that a task or a callback sees (asyncio's use of `contextvars.Context`).
///
/// A task is created with a copy of its creator's. The variables themselves are `rondo.task.ContextVar`s.
/// Belongs to the loop's thread.
public final class Context {
    private static final ScopedValue<Context> OUTSIDE = ScopedValue.newInstance();

    private Map<Object, Object> values; // never modified once shared: set replaces it

    /// Creates an empty context.
    public Context() {
        this(Map.of());
    }

    private Context(Map<Object, Object> values) {
        this.values = values;
    }

    /// {@return a new context with the same values; later changes of one do not show in the other}
    public Context copy() {
        return new Context(values);
    }

    /// {@return the value that a variable has here, or null when it has none}
    ///
    /// @param variable the variable, compared by identity
    public @Nullable Object get(Object variable) {
        return values.get(variable);
    }

    /// Gives a variable a value here, or takes it away.
    ///
    /// @param variable the variable
    /// @param value its value; null takes it away
    /// @return the value it had, or null
    public @Nullable Object set(Object variable, @Nullable Object value) {
        var changed = new LinkedHashMap<>(values);
        Object old = value == null ? changed.remove(variable) : changed.put(variable, value);
        values = changed;
        return old;
    }

    /// {@return the context of what the calling thread runs: a task, a callback, or a body given to
    /// [#callOutside]; null if it runs none}
    public static @Nullable Context currentOrNull() {
        EventLoop loop = EventLoop.currentOrNull();
        if (loop != null) {
            return loop.currentContext();
        }
        return OUTSIDE.isBound() ? OUTSIDE.get() : null;
    }

    /// Runs a body that sees this context on a thread that runs no loop (Python's `Context.run`). From then on
    /// this context belongs to that thread, so pass a copy.
    ///
    /// @param <T> what the body gives
    /// @param <X> what the body throws
    /// @param body what to run
    /// @return its value
    /// @throws X what the body throws
    /// @throws IllegalStateException if the calling thread runs a loop: there each task has its own
    public <T extends @Nullable Object, X extends Throwable> T callOutside(ScopedValue.CallableOp<? extends T, X> body)
            throws X {
        EventLoop loop = EventLoop.currentOrNull();
        if (loop != null) {
            throw new IllegalStateException("this thread runs " + loop + "; create a task with this context instead");
        }
        return ScopedValue.where(OUTSIDE, this).call(body);
    }
}
