package rondo.testkit;

import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.task.Awaitable;
import rondo.task.Task;
import rondo.task.TaskFactory;
import rondo.task.TaskOptions;

/// Makes a run's tasks: numbers them, so that they are called the same in each run, and sees the threads they
/// make.
final class SimulatedTasks implements TaskFactory {
    private final Numbering numbering;
    private final @Nullable EventLog eventLog;
    private final @Nullable ThreadWatch threads;

    SimulatedTasks(Numbering numbering, @Nullable EventLog eventLog, @Nullable ThreadWatch threads) {
        this.numbering = numbering;
        this.eventLog = eventLog;
        this.threads = threads;
    }

    @Override
    public <T extends @Nullable Object> Task<T> create(
            EventLoop loop, Awaitable<? extends T> body, TaskOptions options) {
        long number = numbering.next();
        Task<T> task = Task.create(
                loop,
                threads == null ? body : watched(body, threads),
                options.name() == null ? named(options, number) : options);
        numbering.name(task, number);
        if (eventLog != null) {
            eventLog.created(task);
        }
        return task;
    }

    private static <T extends @Nullable Object> Awaitable<T> watched(Awaitable<? extends T> body, ThreadWatch threads) {
        return () -> {
            threads.enter();
            return body.await();
        };
    }

    private static TaskOptions named(TaskOptions options, long number) {
        return options.withName(number == 1 ? "main" : "Task-" + number);
    }
}
