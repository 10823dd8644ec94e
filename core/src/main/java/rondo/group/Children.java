package rondo.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.task.Awaitable;
import rondo.task.Future;
import rondo.task.Task;

/// Turns the arguments of a combinator into the futures that it waits for: asyncio's `ensure_future`, for many.
final class Children {
    private Children() {}

    /// Starts what is not a future yet, left to right. All futures are checked first: a wrong one must not leave
    /// tasks behind.
    static <T extends @Nullable Object> List<Future<? extends T>> started(
            EventLoop loop, Collection<? extends Awaitable<? extends T>> awaitables) {
        List<Awaitable<? extends T>> arguments = new ArrayList<>(awaitables);
        for (Awaitable<? extends T> argument : arguments) {
            requireOf(loop, argument);
        }
        List<Future<? extends T>> children = new ArrayList<>(arguments.size());
        for (Awaitable<? extends T> argument : arguments) {
            children.add(argument instanceof Future<? extends T> future ? future : Task.<T>start(argument));
        }
        return children;
    }

    static void requireOf(EventLoop loop, Awaitable<?> argument) {
        if (argument instanceof Future<?> future && future.loop() != loop) {
            throw new IllegalArgumentException(
                    "a future of another loop cannot be awaited here: " + future + " belongs to " + future.loop()
                            + ", the caller runs on " + loop + "; use a loop's runCoroutineThreadsafe to cross over");
        }
    }
}
