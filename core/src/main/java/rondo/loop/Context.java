package rondo.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of context variables that a task or a callback sees (asyncio's use of `contextvars.Context`).
///
/// A task is created with a copy of its creator's. The variables themselves are `rondo.task.ContextVar`s.
/// Belongs to the loop's thread.
public final class Context {
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
}
