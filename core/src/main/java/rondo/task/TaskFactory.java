package rondo.task;

import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;

/// How a loop makes the tasks that are asked of it (asyncio's `set_task_factory`).
@FunctionalInterface
public interface TaskFactory {
    /// asyncio's `eager_task_factory`: every task's first step runs at once.
    TaskFactory EAGER = new TaskFactory() {
        @Override
        public <T extends @Nullable Object> Task<T> create(
                EventLoop loop, Awaitable<? extends T> body, TaskOptions options) {
            return Task.create(loop, body, options.withEager(true));
        }
    };

    /// Makes a task, by [Task#create(EventLoop, Awaitable, TaskOptions)] in the end.
    ///
    /// @param <T> what the task gives
    /// @param loop where it runs
    /// @param body what it does
    /// @param options what was asked for
    /// @return the task
    <T extends @Nullable Object> Task<T> create(EventLoop loop, Awaitable<? extends T> body, TaskOptions options);
}
