package rondo.io;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;

/// A job of a [LoopExecutor]: a task of the loop that first sleeps until its time, then runs the body, once or
/// again and again.
///
/// @param <T> what it gives
final class LoopJob<T extends @Nullable Object> extends ThreadsideFuture<T> implements RunnableScheduledFuture<T> {
    /// When and how often a job runs.
    ///
    /// @param when the first time, ns of the loop's clock
    /// @param delayed whether it has to wait for `when` at all
    /// @param period ns from one run to the next; 0 for a single run
    /// @param fixedRate whether the period counts from start to start, not from end to start
    record Plan(long when, boolean delayed, long period, boolean fixedRate) {
        static final Plan NOW = new Plan(0, false, 0, false);

        boolean periodic() {
            return period > 0;
        }
    }

    private final LoopExecutor executor;
    private final Callable<? extends T> body;
    private final Plan plan;
    private volatile long when; // any thread
    private volatile boolean begun; // any thread: its body has
    private @Nullable Task<?> task; // loop thread only
    private boolean inBody; // loop thread only

    LoopJob(LoopExecutor executor, Callable<? extends T> body, Plan plan) {
        super(executor.loop());
        this.executor = executor;
        this.body = body;
        this.plan = plan;
        this.when = plan.when();
    }

    /// Hands it to the loop. Any thread.
    void submit() {
        failIfLoopCloses();
        onLoop(this::begin);
    }

    private void begin() {
        if (isDone()) {
            executor.ended(this);
            return;
        }
        task = Task.start(loop(), VoidBody.awaitable(this::run), TaskOptions.defaults());
        task.addDoneCallback(this::taskEnded);
    }

    /// The task's body.
    @Override
    public void run() {
        try {
            if (plan.delayed()) {
                sleepUntilDue();
            }
            do {
                runOnce();
            } while (plan.periodic() && !isDone());
        } catch (CancelledError e) {
            throw e;
        } catch (Throwable e) {
            completeExceptionally(e);
        }
    }

    private void runOnce() throws Exception {
        inBody = true;
        begun = true;
        try {
            T value = body.call();
            if (!plan.periodic()) {
                complete(value);
            }
        } finally {
            inBody = false;
        }
        if (plan.periodic() && !isDone()) {
            when = (plan.fixedRate() ? when : loop().time()) + plan.period();
            sleepUntilDue();
        }
    }

    private void sleepUntilDue() {
        Sleep.sleep(Duration.ofNanos(when - loop().time()));
    }

    private void taskEnded(Future<?> ended) {
        if (ended.cancelled()) {
            super.cancel(true); // by somebody who found it among the loop's tasks
        } else if (ended.exception() != null) {
            completeExceptionally(ended.exception()); // it could not even begin
        }
        executor.ended(this);
    }

    @Override
    void loopClosed() {
        super.loopClosed();
        executor.ended(this);
    }

    /// Cancels the job's task. Without `mayInterruptIfRunning` a body that runs is left to its end.
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean first = !isDone() && super.cancel(mayInterruptIfRunning);
        if (first) {
            onLoop(() -> stop(mayInterruptIfRunning));
        }
        return first;
    }

    private void stop(boolean evenInBody) {
        if (task != null && (evenInBody || !inBody)) {
            task.cancel("its job was cancelled");
        }
    }

    /// {@return whether its body has run, or runs} Any thread.
    boolean begun() {
        return begun;
    }

    @Override
    public boolean isPeriodic() {
        return plan.periodic();
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(plan.delayed() ? when - loop().time() : 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
}
