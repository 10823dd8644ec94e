package rondo.task;

import java.util.Objects;
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
    /// copy of a task's variables; the default where it was not set, also on any other thread}
    ///
    /// @throws IllegalStateException if it has no value here and no default
    public T get() {
        Context here = Context.currentOrNull();
        Object value = here == null ? null : here.get(this);
        if (value != null) {
            return cast(value);
        }
        if (initial != null) {
            return initial.get();
        }
        String where = here == null
                ? "on thread '" + Thread.currentThread().getName()
                        + "', which runs no event loop and was given no task's variables"
                : "here";
        throw new IllegalStateException(
                "context variable '" + name + "' has no value " + where + "; set it first, or give it a default");
    }

    /// Gives it a value in the calling task or callback, and in what that one creates from now on.
    ///
    /// @param value the value, not null
    /// @return a token with which [#reset(Token)] restores what was before
    /// @throws IllegalStateException on a thread that runs no loop and was given no task's variables
    public Token<T> set(T value) {
        Objects.requireNonNull(value, () -> "the value of context variable '" + name + "' is null");
        Context here = context();
        Object old = here.set(this, value);
        return new Token<>(this, here, old == null ? null : cast(old));
    }

    /// Restores what was before a [#set(Object)].
    ///
    /// @param token what that call returned, in the same task or callback
    /// @throws IllegalArgumentException if the token is another variable's, or of another task or callback
    /// @throws IllegalStateException if the token has been used already
    @SuppressWarnings("ReferenceEquality") // the very context in which it was set
    public void reset(Token<T> token) {
        if (token.variable != this) {
            throw new IllegalArgumentException("the token is of context variable '" + token.variable.name
                    + "', not of '" + name + "'; pass what this variable's set returned");
        }
        Context here = context();
        if (token.context != here) {
            throw new IllegalArgumentException("the token of context variable '" + name
                    + "' is of another task or callback, whose values are its own; reset it there");
        }
        if (token.used) {
            throw new IllegalStateException(
                    "the token of context variable '" + name + "' has been used already; each restores once");
        }
        token.used = true;
        here.set(this, token.old);
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

    /// What a variable was before it was set. Belongs to the task or callback that set it.
    ///
    /// @param <T> the variable's value
    public static final class Token<T> {
        private final ContextVar<T> variable;
        private final Context context;
        private final @Nullable T old;
        private boolean used;

        private Token(ContextVar<T> variable, Context context, @Nullable T old) {
            this.variable = variable;
            this.context = context;
            this.old = old;
        }
    }
}
