package rondo;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rondo.group.AsCompleted;
import rondo.group.Gather;
import rondo.group.Outcome;
import rondo.group.Shield;
import rondo.group.TaskGroup;
import rondo.group.Wait;
import rondo.group.WaitResult;
import rondo.group.When;
import rondo.io.LoopExecutor;
import rondo.io.Readiness;
import rondo.io.Stages;
import rondo.io.Threads;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.observe.CallGraph;
import rondo.sync.Barrier;
import rondo.sync.BoundedSemaphore;
import rondo.sync.Condition;
import rondo.sync.Event;
import rondo.sync.LifoQueue;
import rondo.sync.Lock;
import rondo.sync.PriorityQueue;
import rondo.sync.Queue;
import rondo.sync.Semaphore;
import rondo.task.Awaitable;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.Timeout;
import rondo.task.VoidBody;
import rondo.task.WaitFor;

/// The front door: asyncio's functions by their names. It only delegates; each room's own types say more.
public final class Rondo {
    private Rondo() {}

    // --- running ---------------------------------------------------------------------------------

    /// Runs a program: a fresh loop, one main task, everything cancelled and closed at its end (asyncio's `run`).
    ///
    /// @param <T> what the main task gives
    /// @param main what to run
    /// @return its value
    /// @see Runner#run(Awaitable)
    public static <T extends @Nullable Object> T run(Awaitable<? extends T> main) {
        return run(LoopOptions.defaults(), main);
    }

    /// Runs a program without a value, as [#run(Awaitable)] does.
    ///
    /// @param main what to run
    public static void run(VoidBody main) {
        run(VoidBody.awaitable(main));
    }

    /// Runs a program on a loop with options.
    ///
    /// @param <T> what the main task gives
    /// @param options how the loop behaves
    /// @param main what to run
    /// @return its value
    public static <T extends @Nullable Object> T run(LoopOptions options, Awaitable<? extends T> main) {
        try (var runner = new Runner(options)) {
            return runner.run(main);
        }
    }

    /// Runs a program without a value on a loop with options.
    ///
    /// @param options how the loop behaves
    /// @param main what to run
    public static void run(LoopOptions options, VoidBody main) {
        run(options, VoidBody.awaitable(main));
    }

    // --- tasks -----------------------------------------------------------------------------------

    /// Makes a coroutine a task: it runs by itself from the next tick on (asyncio's `create_task`).
    ///
    /// @param <T> what it gives
    /// @param body what it does
    /// @return the task
    /// @see Task#start(Awaitable)
    public static <T extends @Nullable Object> Task<T> createTask(Awaitable<? extends T> body) {
        return Task.start(body);
    }

    /// Makes a coroutine without a value a task.
    ///
    /// @param body what it does
    /// @return the task
    public static Task<@Nullable Void> createTask(VoidBody body) {
        return Task.start(VoidBody.awaitable(body));
    }

    /// Makes a coroutine a task with a name.
    ///
    /// @param <T> what it gives
    /// @param name what messages and dumps call it
    /// @param body what it does
    /// @return the task
    public static <T extends @Nullable Object> Task<T> createTask(String name, Awaitable<? extends T> body) {
        return Task.start(EventLoop.current(), body, TaskOptions.named(name));
    }

    /// Makes a coroutine without a value a task with a name.
    ///
    /// @param name what messages and dumps call it
    /// @param body what it does
    /// @return the task
    public static Task<@Nullable Void> createTask(String name, VoidBody body) {
        return createTask(name, VoidBody.awaitable(body));
    }

    /// Makes a coroutine a task with a name, context variables of its own, or an eager first step.
    ///
    /// @param <T> what it gives
    /// @param body what it does
    /// @param options how
    /// @return the task
    /// @see Task#start(EventLoop, Awaitable, TaskOptions)
    public static <T extends @Nullable Object> Task<T> createTask(Awaitable<? extends T> body, TaskOptions options) {
        return Task.start(EventLoop.current(), body, options);
    }

    /// Makes a coroutine without a value a task, as [#createTask(Awaitable, TaskOptions)] does.
    ///
    /// @param body what it does
    /// @param options how
    /// @return the task
    public static Task<@Nullable Void> createTask(VoidBody body, TaskOptions options) {
        return createTask(VoidBody.awaitable(body), options);
    }

    /// {@return the task that runs here}
    ///
    /// @see Task#current()
    public static Task<?> currentTask() {
        return Task.current();
    }

    /// {@return the tasks of the running loop that are not done, in order of creation, unmodifiable}
    public static List<Task<?>> allTasks() {
        return Task.all(EventLoop.current());
    }

    /// Declares a checked error that the `try` block around it may throw through an await, so that it can be
    /// caught by its type.
    ///
    /// @param <X> the error's type
    /// @param declared the error's type
    /// @throws X never
    public static <X extends Exception> void mayThrow(Class<X> declared) throws X {}

    // --- several at once -------------------------------------------------------------------------

    /// Runs several at once and waits for all (asyncio's `gather`). If one fails, the others are cancelled and
    /// have ended before its error is thrown.
    ///
    /// @param <T> what they give
    /// @param awaitables what to run; coroutines become tasks
    /// @return their values, in argument order, unmodifiable
    /// @see Gather#gather(Awaitable[])
    @SafeVarargs
    @SuppressWarnings("varargs") // handed on as it is
    public static <T extends @Nullable Object> List<T> gather(Awaitable<? extends T>... awaitables) {
        return Gather.gather(awaitables);
    }

    /// Runs several without values at once and waits for all.
    ///
    /// @param bodies what to run, each in a task
    /// @see Gather#gather(VoidBody[])
    public static void gather(VoidBody... bodies) {
        Gather.gather(bodies);
    }

    /// Runs several at once and waits for all.
    ///
    /// @param <T> what they give
    /// @param awaitables what to run; coroutines become tasks
    /// @return their values, in argument order, unmodifiable
    /// @see Gather#gather(Collection)
    public static <T extends @Nullable Object> List<T> gather(Collection<? extends Awaitable<? extends T>> awaitables) {
        return Gather.gather(awaitables);
    }

    /// Runs several at once and waits for all, taking errors as values (asyncio's `return_exceptions=True`).
    ///
    /// @param <T> what they give
    /// @param awaitables what to run; coroutines become tasks
    /// @return how each ended, in argument order, unmodifiable
    /// @see Gather#gatherOutcomes(Awaitable[])
    @SafeVarargs
    @SuppressWarnings("varargs") // handed on as it is
    public static <T extends @Nullable Object> List<Outcome<T>> gatherOutcomes(Awaitable<? extends T>... awaitables) {
        return Gather.gatherOutcomes(awaitables);
    }

    /// Runs several without values at once and waits for all, taking errors as values.
    ///
    /// @param bodies what to run, each in a task
    /// @return how each ended, in argument order, unmodifiable
    /// @see Gather#gatherOutcomes(VoidBody[])
    public static List<Outcome<@Nullable Void>> gatherOutcomes(VoidBody... bodies) {
        return Gather.gatherOutcomes(bodies);
    }

    /// Runs several at once and waits for all, taking errors as values.
    ///
    /// @param <T> what they give
    /// @param awaitables what to run; coroutines become tasks
    /// @return how each ended, in argument order, unmodifiable
    /// @see Gather#gatherOutcomes(Collection)
    public static <T extends @Nullable Object> List<Outcome<T>> gatherOutcomes(
            Collection<? extends Awaitable<? extends T>> awaitables) {
        return Gather.gatherOutcomes(awaitables);
    }

    /// Waits for the first, the first failure, or all of some futures (asyncio's `wait`).
    ///
    /// @param <T> what they give
    /// @param when when to return
    /// @param futures futures and tasks
    /// @return which are done and which are not, in argument order
    /// @see Wait#waitUntil(When, Future[])
    @SafeVarargs
    @SuppressWarnings("varargs") // handed on as it is
    public static <T extends @Nullable Object> WaitResult<T> waitUntil(When when, Future<? extends T>... futures) {
        return Wait.waitUntil(when, futures);
    }

    /// Waits for the first, the first failure, or all of some futures.
    ///
    /// @param <T> what they give
    /// @param when when to return
    /// @param futures futures and tasks
    /// @return which are done and which are not, in the order given
    /// @see Wait#waitUntil(When, Collection)
    public static <T extends @Nullable Object> WaitResult<T> waitUntil(
            When when, Collection<? extends Future<? extends T>> futures) {
        return Wait.waitUntil(when, futures);
    }

    /// Waits for the first, the first failure, or all of some futures, but only so long.
    ///
    /// @param <T> what they give
    /// @param when when to return
    /// @param timeout how long at most; its end cancels nothing
    /// @param futures futures and tasks
    /// @return which are done and which are not, in argument order
    /// @see Wait#waitUntil(When, Duration, Future[])
    @SafeVarargs
    @SuppressWarnings("varargs") // handed on as it is
    public static <T extends @Nullable Object> WaitResult<T> waitUntil(
            When when, Duration timeout, Future<? extends T>... futures) {
        return Wait.waitUntil(when, timeout, futures);
    }

    /// Waits for the first, the first failure, or all of some futures, but only so long.
    ///
    /// @param <T> what they give
    /// @param when when to return
    /// @param timeout how long at most; its end cancels nothing
    /// @param futures futures and tasks
    /// @return which are done and which are not, in the order given
    /// @see Wait#waitUntil(When, Duration, Collection)
    public static <T extends @Nullable Object> WaitResult<T> waitUntil(
            When when, Duration timeout, Collection<? extends Future<? extends T>> futures) {
        return Wait.waitUntil(when, timeout, futures);
    }

    /// Gives several as they end (asyncio's `as_completed`).
    ///
    /// @param <T> what they give
    /// @param awaitables what to run; coroutines become tasks
    /// @return as many awaitables, each for the next end
    /// @see AsCompleted#asCompleted(Awaitable[])
    @SafeVarargs
    @SuppressWarnings("varargs") // handed on as it is
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(Awaitable<? extends T>... awaitables) {
        return AsCompleted.asCompleted(awaitables);
    }

    /// Gives several as they end (asyncio's `as_completed`).
    ///
    /// @param <T> what they give
    /// @param awaitables what to run; coroutines become tasks
    /// @return as many awaitables, each for the next end
    /// @see AsCompleted#asCompleted(Collection)
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Collection<? extends Awaitable<? extends T>> awaitables) {
        return AsCompleted.asCompleted(awaitables);
    }

    /// Gives several as they end, within one time limit for all.
    ///
    /// @param <T> what they give
    /// @param timeout the limit, counted from this call; its end cancels nothing
    /// @param awaitables what to run; coroutines become tasks
    /// @return as many awaitables, each for the next end
    /// @see AsCompleted#asCompleted(Duration, Awaitable[])
    @SafeVarargs
    @SuppressWarnings("varargs") // handed on as it is
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Duration timeout, Awaitable<? extends T>... awaitables) {
        return AsCompleted.asCompleted(timeout, awaitables);
    }

    /// Gives several as they end, within one time limit for all.
    ///
    /// @param <T> what they give
    /// @param timeout the limit, counted from this call; its end cancels nothing
    /// @param awaitables what to run; coroutines become tasks
    /// @return as many awaitables, each for the next end
    /// @see AsCompleted#asCompleted(Duration, Collection)
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Duration timeout, Collection<? extends Awaitable<? extends T>> awaitables) {
        return AsCompleted.asCompleted(timeout, awaitables);
    }

    /// Awaits something that goes on when the calling task is cancelled (asyncio's `shield`).
    ///
    /// @param <T> what it gives
    /// @param awaitable a coroutine, which becomes a task, a future or a task
    /// @return its value
    /// @see Shield#shield(Awaitable)
    public static <T extends @Nullable Object> T shield(Awaitable<? extends T> awaitable) {
        return Shield.shield(awaitable);
    }

    /// Awaits something without a value that goes on when the calling task is cancelled.
    ///
    /// @param body what to run, in a task
    /// @see Shield#shield(VoidBody)
    public static void shield(VoidBody body) {
        Shield.shield(body);
    }

    /// Runs a body that may start tasks, and waits for all of them (asyncio's `TaskGroup`). For a body with a
    /// value, [TaskGroup#call(TaskGroup.ValueBody)].
    ///
    /// @param body what to run, with the group
    /// @see TaskGroup#run(TaskGroup.Body)
    public static void taskGroup(TaskGroup.Body body) {
        TaskGroup.run(body);
    }

    // --- time ------------------------------------------------------------------------------------

    /// Suspends the calling task for a while.
    ///
    /// @param delay how long; zero or less yields once: everything that is ready runs first
    /// @see Sleep#sleep(Duration)
    public static void sleep(Duration delay) {
        Sleep.sleep(delay);
    }

    /// Suspends the calling task for a while, and gives a value then.
    ///
    /// @param <T> the value
    /// @param delay how long; zero or less yields once: everything that is ready runs first
    /// @param value what to give
    /// @return `value`
    /// @see Sleep#sleep(Duration, Object)
    public static <T extends @Nullable Object> T sleep(Duration delay, T value) {
        return Sleep.sleep(delay, value);
    }

    /// Awaits something under a deadline (asyncio's `wait_for`).
    ///
    /// @param <T> what it gives
    /// @param what a coroutine, a future or a task
    /// @param timeout how long it may take
    /// @return its value
    /// @throws TimeoutException if the deadline passed first
    /// @see WaitFor#waitFor(Awaitable, Duration)
    public static <T extends @Nullable Object> T waitFor(Awaitable<? extends T> what, @Nullable Duration timeout)
            throws TimeoutException {
        return WaitFor.waitFor(what, timeout);
    }

    /// Runs a coroutine without a value under a deadline (asyncio's `wait_for`).
    ///
    /// @param what the coroutine
    /// @param timeout how long it may take
    /// @throws TimeoutException if the deadline passed first
    public static void waitFor(VoidBody what, @Nullable Duration timeout) throws TimeoutException {
        WaitFor.waitFor(VoidBody.awaitable(what), timeout);
    }

    /// Runs a body under a deadline, in the calling task (asyncio's `timeout`).
    ///
    /// @param <T> what it gives
    /// @param delay how long it may take
    /// @param body what to run
    /// @return its value
    /// @throws TimeoutException if the deadline ended the body
    /// @see Timeout#timeout(Duration, Awaitable)
    public static <T extends @Nullable Object> T timeout(Duration delay, Awaitable<? extends T> body)
            throws TimeoutException {
        return Timeout.timeout(delay, body);
    }

    /// Runs a body without a value under a deadline, in the calling task (asyncio's `timeout`).
    ///
    /// @param delay how long it may take
    /// @param body what to run
    /// @throws TimeoutException if the deadline ended the body
    public static void timeout(Duration delay, VoidBody body) throws TimeoutException {
        Timeout.timeout(delay, body);
    }

    /// Runs a body under a deadline by the loop's clock (asyncio's `timeout_at`).
    ///
    /// @param <T> what it gives
    /// @param deadline when it must have ended, ns of the loop's clock; null for no deadline yet
    /// @param body what to run, with the scope that can move the deadline
    /// @return its value
    /// @throws TimeoutException if the deadline ended the body
    public static <T extends @Nullable Object> T timeoutAt(@Nullable Long deadline, Timeout.Body<? extends T> body)
            throws TimeoutException {
        return Timeout.at(deadline, body);
    }

    /// Runs a body under a deadline that it can move.
    ///
    /// @param <T> what it gives
    /// @param delay how long it may take; null for no deadline yet
    /// @param body what to run, with the scope that can move the deadline
    /// @return its value
    /// @throws TimeoutException if the deadline ended the body
    public static <T extends @Nullable Object> T timeoutScope(@Nullable Duration delay, Timeout.Body<? extends T> body)
            throws TimeoutException {
        return Timeout.scope(delay, body);
    }

    // --- synchronisation -------------------------------------------------------------------------

    /// {@return a free lock}
    ///
    /// @see Lock
    public static Lock lock() {
        return new Lock();
    }

    /// {@return an event that is not set}
    ///
    /// @see Event
    public static Event event() {
        return new Event();
    }

    /// {@return a condition with a lock of its own}
    ///
    /// @see Condition
    public static Condition condition() {
        return new Condition();
    }

    /// Creates a semaphore.
    ///
    /// @param value how many permits there are at first, zero or more
    /// @return the semaphore
    /// @see Semaphore
    public static Semaphore semaphore(int value) {
        return new Semaphore(value);
    }

    /// Creates a semaphore that refuses to be released more often than it was acquired.
    ///
    /// @param value how many permits there are at first and at most, zero or more
    /// @return the semaphore
    /// @see BoundedSemaphore
    public static BoundedSemaphore boundedSemaphore(int value) {
        return new BoundedSemaphore(value);
    }

    /// Creates a barrier.
    ///
    /// @param parties how many tasks have to arrive, one or more
    /// @return the barrier
    /// @see Barrier
    public static Barrier barrier(int parties) {
        return new Barrier(parties);
    }

    /// {@return a queue without a bound}
    ///
    /// @param <T> what is put
    /// @see Queue
    public static <T extends @Nullable Object> Queue<T> queue() {
        return new Queue<>();
    }

    /// Creates a queue.
    ///
    /// @param <T> what is put
    /// @param maxSize how many items it holds at most; without a bound if it is zero or negative
    /// @return the queue
    /// @see Queue
    public static <T extends @Nullable Object> Queue<T> queue(int maxSize) {
        return new Queue<>(maxSize);
    }

    /// Creates a queue that gives back the item put last.
    ///
    /// @param <T> what is put
    /// @param maxSize how many items it holds at most; without a bound if it is zero or negative
    /// @return the queue
    /// @see LifoQueue
    public static <T extends @Nullable Object> LifoQueue<T> lifoQueue(int maxSize) {
        return new LifoQueue<>(maxSize);
    }

    /// Creates a queue that gives back its smallest item.
    ///
    /// @param <T> what is put
    /// @param maxSize how many items it holds at most; without a bound if it is zero or negative
    /// @param order what says which item is the smaller one
    /// @return the queue
    /// @see PriorityQueue
    public static <T extends @Nullable Object> PriorityQueue<T> priorityQueue(
            int maxSize, Comparator<? super T> order) {
        return new PriorityQueue<>(maxSize, order);
    }

    // --- threads ---------------------------------------------------------------------------------

    /// Suspends the calling task until a channel can be read, or a connection accepted from it; at least
    /// until the next poll. A cancel ends the wait. The channel must not be closed under it, or nothing but a
    /// cancel does: whoever does close it waits on a [Readiness] instead, which can be woken.
    ///
    /// @param channel an open channel in non-blocking mode; it stays registered until it is closed
    /// @throws ClosedChannelException if it has left the loop's poll
    /// @throws IllegalArgumentException if it is closed or in blocking mode
    /// @throws IllegalStateException if another task, or a callback, waits for the same, or outside a task
    /// @see Readiness#awaitReadable()
    public static void awaitReadable(SelectableChannel channel) throws ClosedChannelException {
        Readiness.of(channel).awaitReadable();
    }

    /// Suspends the calling task until a channel can be written to, or its connection finished; at least
    /// until the next poll. A cancel ends the wait. The channel must not be closed under it, or nothing but a
    /// cancel does: whoever does close it waits on a [Readiness] instead, which can be woken.
    ///
    /// @param channel an open channel in non-blocking mode; it stays registered until it is closed
    /// @throws ClosedChannelException if it has left the loop's poll
    /// @throws IllegalArgumentException if it is closed or in blocking mode
    /// @throws IllegalStateException if another task, or a callback, waits for the same, or outside a task
    /// @see Readiness#awaitWritable()
    public static void awaitWritable(SelectableChannel channel) throws ClosedChannelException {
        Readiness.of(channel).awaitWritable();
    }

    /// Runs a body that blocks on a helper thread, and suspends the calling task until it has ended (asyncio's
    /// `to_thread`).
    ///
    /// @param <T> what the body gives
    /// @param body what to run; it cannot await
    /// @return its value
    /// @see Threads#toThread(Callable)
    public static <T extends @Nullable Object> T toThread(Callable<? extends T> body) {
        return Threads.toThread(body);
    }

    /// Runs a body that blocks and gives no value on a helper thread (asyncio's `to_thread`).
    ///
    /// @param body what to run; it cannot await
    public static void toThread(VoidBody body) {
        Threads.toThread(body);
    }

    /// Hands a body to an executor (asyncio's `run_in_executor`).
    ///
    /// @param <T> what the body gives
    /// @param executor where to run it; null for the running loop's default executor
    /// @param body what to run; it cannot await
    /// @return the future of its end
    /// @see Threads#runInExecutor(Executor, Callable)
    public static <T extends @Nullable Object> Future<T> runInExecutor(
            @Nullable Executor executor, Callable<? extends T> body) {
        return Threads.runInExecutor(executor, body);
    }

    /// Suspends the calling task until a stage has ended, on whichever thread; a cancel cancels its
    /// `CompletableFuture`.
    ///
    /// @param <T> the value
    /// @param stage what to wait for
    /// @return its value
    /// @see Stages#await(CompletionStage)
    public static <T extends @Nullable Object> T await(CompletionStage<? extends T> stage) {
        return Stages.await(stage);
    }

    /// Has a loop run a coroutine as a task of its own (asyncio's `run_coroutine_threadsafe`). Any thread.
    ///
    /// @param <T> what it gives
    /// @param loop the loop
    /// @param body the coroutine
    /// @return its outcome; cancelling it cancels the task
    /// @see Stages#runCoroutineThreadsafe(EventLoop, Awaitable)
    public static <T extends @Nullable Object> CompletableFuture<T> runCoroutineThreadsafe(
            EventLoop loop, Awaitable<? extends T> body) {
        return Stages.runCoroutineThreadsafe(loop, body);
    }

    /// {@return a loop as a `ScheduledExecutorService`, for libraries that want one} Any thread.
    ///
    /// @param loop the loop
    /// @see LoopExecutor#of(EventLoop)
    public static ScheduledExecutorService asExecutor(EventLoop loop) {
        return LoopExecutor.of(loop);
    }

    // --- looking at it ---------------------------------------------------------------------------

    /// {@return where the running task stands, and who awaits it (asyncio's `capture_call_graph`); null when no
    /// task runs here}
    ///
    /// @see CallGraph#capture()
    public static @Nullable CallGraph captureCallGraph() {
        return CallGraph.capture();
    }

    /// {@return where a future or task stands, and who awaits it (asyncio's `capture_call_graph`)}
    ///
    /// @param future the future or task
    /// @see CallGraph#capture(Future, int, int)
    public static CallGraph captureCallGraph(Future<?> future) {
        return CallGraph.capture(future);
    }

    /// {@return the same as text (asyncio's `format_call_graph`)}
    ///
    /// @param future the future or task
    public static String formatCallGraph(Future<?> future) {
        return CallGraph.capture(future).format();
    }

    /// Prints the same to the standard output (asyncio's `print_call_graph`).
    ///
    /// @param future the future or task
    public static void printCallGraph(Future<?> future) {
        CallGraph.capture(future).print(System.out);
    }
}
