package rondo.task;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rondo.loop.Context;

/// How a task is created.
///
/// @param name what messages and dumps call it; null for `Task-N`
/// @param context the context variables that it sees; null for a copy of its creator's
/// @param eager whether its first step runs at once, inside its creator's step (asyncio's `eager_start`)
public record TaskOptions(@Nullable String name, @Nullable Context context, boolean eager) {
    private static final TaskOptions DEFAULTS = new TaskOptions(null, null, false);

    /// {@return the options of `createTask(body)`}
    public static TaskOptions defaults() {
        return DEFAULTS;
    }

    /// {@return the default options with a name}
    ///
    /// @param name what messages and dumps call the task
    public static TaskOptions named(String name) {
        Objects.requireNonNull(name, "the task's name is null; leave it out for Task-1, Task-2 and so on");
        return DEFAULTS.withName(name);
    }

    /// {@return these options with another name}
    ///
    /// @param to what messages and dumps call the task; null for `Task-N`
    public TaskOptions withName(@Nullable String to) {
        return new TaskOptions(to, context, eager);
    }

    /// {@return these options with another context}
    ///
    /// @param to the context variables that the task sees; null for a copy of its creator's
    public TaskOptions withContext(@Nullable Context to) {
        return new TaskOptions(name, to, eager);
    }

    /// {@return these options with eager start or without}
    ///
    /// @param to whether the first step runs at once
    public TaskOptions withEager(boolean to) {
        return new TaskOptions(name, context, to);
    }
}
