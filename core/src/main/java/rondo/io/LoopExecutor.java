package rondo.io;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.task.CancelledError;

/// A loop, for libraries that want a `ScheduledExecutorService`. Any thread.
///
/// Every job is a task of the loop: jobs begin in the order of submission, and may await. Times are by the
/// loop's clock. The futures that come back can be awaited on the loop by [Stages#await], since they are
/// `CompletionStage`s too.
///
/// - `cancel(true)` on a job's future cancels its task; `cancel(false)` leaves a body that runs to its end.
/// - What a job given to `execute` throws goes to the loop's exception handler.
/// - `shutdown` closes only this facade, not the loop: it takes no more jobs; those submitted still run, delayed ones
///   at their time, periodic ones no more. `shutdownNow` cancels all of them. Closing the loop ends the facade too, and
///   jobs that are left fail with a `LoopClosedException`.
/// - `awaitTermination`, `close`, `invokeAll`, `invokeAny`, and a future's `get` block the calling thread. On the
///   loop's own thread they could never return, and throw an [IllegalStateException].
public final class LoopExecutor extends AbstractExecutorService implements ScheduledExecutorService {
    private final EventLoop loop;
    private final Set<LoopJob<?>> jobs = new LinkedHashSet<>(); // any thread, under this
    private final CountDownLatch terminated = new CountDownLatch(1); // any thread
    private final Runnable loopClosed = this::shutdown;
    private boolean shutDown; // any thread, under this

    private LoopExecutor(EventLoop loop) {
        this.loop = loop;
    }

    /// {@return a loop as an executor; each call gives one that is shut down by itself}
    ///
    /// @param loop the loop
    public static LoopExecutor of(EventLoop loop) {
        var executor = new LoopExecutor(loop);
        loop.atClose(executor.loopClosed);
        return executor;
    }

    EventLoop loop() {
        return loop;
    }

    // --- jobs ------------------------------------------------------------------------------------

    /// Runs a command as a task of the loop. What it throws goes to the loop's exception handler.
    ///
    /// @throws RejectedExecutionException after the executor was shut down, or the loop closed
    @Override
    public void execute(Runnable command) {
        Objects.requireNonNull(command, "the command is null");
        if (command instanceof LoopJob<?> job && job.loop() == loop) {
            var _ = submit(job);
        } else {
            var _ = submit(new LoopJob<@Nullable Object>(this, () -> runReporting(command), LoopJob.Plan.NOW));
        }
    }

    private @Nullable Object runReporting(Runnable command) {
        try {
            command.run();
        } catch (CancelledError e) {
            throw e;
        } catch (Throwable e) {
            loop.callExceptionHandler(new ErrorReport("a job of the loop's executor failed", e, "job", command));
        }
        return null;
    }

    private <J extends LoopJob<?>> J submit(J job) {
        synchronized (this) {
            if (shutDown || loop.closed()) {
                throw new RejectedExecutionException(
                        "the executor of " + loop + " has been shut down; it takes no more jobs");
            }
            jobs.add(job);
        }
        job.submit();
        return job;
    }

    void ended(LoopJob<?> job) {
        synchronized (this) {
            jobs.remove(job);
            countDownIfTerminated();
        }
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> body) {
        return new LoopJob<T>(this, body, LoopJob.Plan.NOW);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable body, T value) {
        return newTaskFor(() -> {
            body.run();
            return value;
        });
    }

    // --- jobs with a time ------------------------------------------------------------------------

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return submit(new LoopJob<@Nullable Object>(this, valueless(command), plan(delay, 0, false, unit)));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        Objects.requireNonNull(callable, "the callable is null");
        return submit(new LoopJob<V>(this, callable, plan(delay, 0, false, unit)));
    }

    /// Runs a command again and again; a run that lasts longer than the period delays the next, and never
    /// overlaps it.
    ///
    /// @throws IllegalArgumentException if the period is not positive
    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return repeat(command, plan(initialDelay, positive(period), true, unit));
    }

    /// Runs a command again and again, with a pause from the end of a run to the start of the next.
    ///
    /// @throws IllegalArgumentException if the delay is not positive
    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return repeat(command, plan(initialDelay, positive(delay), false, unit));
    }

    private ScheduledFuture<?> repeat(Runnable command, LoopJob.Plan plan) {
        return submit(new LoopJob<@Nullable Object>(this, valueless(command), plan));
    }

    private static Callable<@Nullable Object> valueless(Runnable command) {
        Objects.requireNonNull(command, "the command is null");
        return () -> {
            command.run();
            return null;
        };
    }

    private LoopJob.Plan plan(long delay, long period, boolean fixedRate, TimeUnit unit) {
        long when = loop.deadline(Duration.ofNanos(unit.toNanos(Math.max(delay, 0))));
        return new LoopJob.Plan(when, true, unit.toNanos(period), fixedRate);
    }

    private static long positive(long period) {
        if (period <= 0) {
            throw new IllegalArgumentException(
                    "the period is " + period + "; it must be positive, or the loop would do nothing else");
        }
        return period;
    }

    // --- the end ---------------------------------------------------------------------------------

    /// Takes no more jobs. Periodic jobs stop; the others still run.
    @Override
    public void shutdown() {
        for (LoopJob<?> job : closeAndList()) {
            if (job.isPeriodic()) {
                job.cancel(false);
            }
        }
    }

    /// Takes no more jobs, and cancels those that are there.
    ///
    /// @return the jobs whose body had not begun, in order of submission, unmodifiable; they are cancelled too
    @Override
    public List<Runnable> shutdownNow() {
        var unbegun = new ArrayList<Runnable>();
        for (LoopJob<?> job : closeAndList()) {
            if (!job.begun()) {
                unbegun.add(job);
            }
            job.cancel(true);
        }
        return List.copyOf(unbegun);
    }

    private synchronized List<LoopJob<?>> closeAndList() {
        shutDown = true;
        countDownIfTerminated();
        return new ArrayList<>(jobs);
    }

    private void countDownIfTerminated() {
        if (shutDown && jobs.isEmpty()) {
            terminated.countDown();
            loop.notAtClose(loopClosed);
        }
    }

    @Override
    public synchronized boolean isShutdown() {
        return shutDown;
    }

    @Override
    public boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    /// Blocks the calling thread until the executor was shut down and its last job has ended.
    ///
    /// @throws IllegalStateException on the loop's own thread, unless it has terminated already
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        if (!isTerminated()) {
            ThreadsideFuture.checkNotOn(loop);
        }
        return terminated.await(timeout, unit);
    }

    /// Shuts down, and blocks the calling thread until the last job has ended.
    ///
    /// @throws IllegalStateException on the loop's own thread; nothing has been shut down then
    @Override
    public void close() {
        ThreadsideFuture.checkNotOn(loop);
        super.close();
    }

    // --- blocking calls --------------------------------------------------------------------------

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        ThreadsideFuture.checkNotOn(loop);
        return super.invokeAll(tasks);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        ThreadsideFuture.checkNotOn(loop);
        return super.invokeAll(tasks, timeout, unit);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        ThreadsideFuture.checkNotOn(loop);
        return super.invokeAny(tasks);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        ThreadsideFuture.checkNotOn(loop);
        return super.invokeAny(tasks, timeout, unit);
    }

    @Override
    public String toString() {
        return "LoopExecutor[" + loop + (isShutdown() ? ", shut down" : "") + "]";
    }
}
