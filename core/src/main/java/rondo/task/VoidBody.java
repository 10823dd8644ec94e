package rondo.task;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A coroutine that gives no value.
@FunctionalInterface
public interface VoidBody {
    /// Runs to its end in the calling task, suspending that task as often as it has to.
    ///
    /// @throws Exception what went wrong, as it was thrown
    void run() throws Exception;

    /// {@return the same coroutine as an awaitable that gives null}
    ///
    /// @param body the coroutine
    static Awaitable<@Nullable Void> awaitable(VoidBody body) {
        Objects.requireNonNull(body, "the body is null");
        return () -> {
            body.run();
            return null;
        };
    }
}
