package rondo.task;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rondo.loop.Context;
import rondo.loop.EventLoop;

/// A variable with a value of its own in every task (Python's `ContextVar`). A task starts with a copy of its
/// creator's values.
///
/// @param <T> the value
public final class ContextVar<T> {
    private final String name;
    private final @Nullable Supplier<? extends T> initial;

    private ContextVar(String name, @Nullable Supplier<? extends T> initial) {
        this.name = name;
        this.initial = initial;
    }

    /// {@return a variable without a default}
    ///
    /// @param <T> the value
    /// @param name what messages call it
    public static <T> ContextVar<T> of(String name) {
        return new ContextVar<>(name, null);
    }

    /// {@return a variable with a default}
    ///
    /// @param <T> the value
    /// @param name what messages call it
    /// @param initial its value where none was set
    public static <T> ContextVar<T> of(String name, T initial) {
        return new ContextVar<>(name, () -> initial);
    }

    /// {@return its value in the calling task or callback, or in a body that runs on a helper thread with a
    /// copy of a task's variables}
    ///
    /// @throws IllegalStateException if it has no value here and no default, or no loop runs here
    public T get() {
        Object value = context().get(this);
        if (value != null) {
            return cast(value);
        }
        if (initial != null) {
            return initial.get();
        }
        throw new IllegalStateException(
                "context variable '" + name + "' has no value here; set it first, or give it a default");
    }

    /// Gives it a value in the calling task or callback, and in what that one creates from now on.
    ///
    /// @param value the value
    /// @return a token with which [#reset(Token)] restores what was before
    public Token<T> set(T value) {
        Object old = context().set(this, value);
        return new Token<>(this, old == null ? null : cast(old));
    }

    /// Restores what was before a [#set(Object)].
    ///
    /// @param token what that call returned
    /// @throws IllegalArgumentException if the token is another variable's
    public void reset(Token<T> token) {
        if (token.variable != this) {
            throw new IllegalArgumentException("the token is of context variable '" + token.variable.name
                    + "', not of '" + name + "'; pass what this variable's set returned");
        }
        context().set(this, token.old);
    }

    private static Context context() {
        Context found = Context.currentOrNull();
        return found == null ? EventLoop.current().currentContext() : found;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // only a T is set
    private T cast(Object value) {
        return (T) value;
    }

    @Override
    public String toString() {
        return "ContextVar[" + name + "]";
    }

    /// What a variable was before it was set.
    ///
    /// @param <T> the variable's value
    public static final class Token<T> {
        private final ContextVar<T> variable;
        private final @Nullable T old;

        private Token(ContextVar<T> variable, @Nullable T old) {
            this.variable = variable;
            this.old = old;
        }
    }
}
