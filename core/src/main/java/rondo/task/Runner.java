package rondo.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rondo.loop.Context;
import rondo.loop.DeadlockError;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;

/// A loop and the main tasks that run on it, one after the other (asyncio's `Runner`).
///
/// The loop is made at first use. All runs see one set of context variables.
public final class Runner implements AutoCloseable {
    private final Supplier<EventLoop> loopFactory;
    private @Nullable EventLoop loop;
    private @Nullable Context context;
    private boolean closed;

    /// Creates a runner with the default options.
    public Runner() {
        this(LoopOptions.defaults());
    }

    /// Creates a runner.
    ///
    /// @param options how its loop behaves
    public Runner(LoopOptions options) {
        this(() -> new EventLoop(options));
    }

    /// Creates a runner whose loop somebody else makes (asyncio's `loop_factory`).
    ///
    /// @param loopFactory makes the loop at first use; the runner closes it
    public Runner(Supplier<EventLoop> loopFactory) {
        this.loopFactory = loopFactory;
    }

    /// Runs a coroutine as the main task, and the loop until it has ended (asyncio's `Runner.run`). Blocks the
    /// calling thread.
    ///
    /// On the program's main thread the first Ctrl-C or `SIGTERM` cancels the main task, the second ends the
    /// process.
    ///
    /// @param <T> what the main task gives
    /// @param main what to run
    /// @return its value
    /// @throws IllegalStateException if this thread runs a loop already, or the runner is closed
    /// @throws CancelledError if the main task was cancelled
    /// @throws SignalInterrupt if a signal cancelled it
    /// @throws DeadlockError in virtual time, or where the options ask for it, when nothing can wake the loop
    /// any more
    public <T extends @Nullable Object> T run(Awaitable<? extends T> main) {
        return run(main, null);
    }

    /// Runs a coroutine without a value, as [#run(Awaitable)] does.
    ///
    /// @param main what to run
    public void run(VoidBody main) {
        run(VoidBody.awaitable(main), null);
    }

    /// Runs a coroutine as [#run(Awaitable)] does, with context variables of its own.
    ///
    /// @param <T> what the main task gives
    /// @param main what to run
    /// @param own the context variables that it sees; null for the runner's
    /// @return its value
    public <T extends @Nullable Object> T run(Awaitable<? extends T> main, @Nullable Context own) {
        EventLoop mine = loop();
        checkNoLoopHere(); // before there is a task
        Task<T> task = Task.start(mine, main, TaskOptions.defaults().withContext(own == null ? context : own));
        mine.onInterrupt(() -> task.cancel(new Cancellation(null, "an interrupt of the loop's thread")));
        try (Signals signals = Signals.during(mine, task)) {
            try {
                return runUntilComplete(mine, task);
            } catch (CancelledError e) {
                SignalInterrupt interrupt = signals.interrupt(e);
                throw interrupt == null ? e : interrupt;
            } catch (DeadlockError e) {
                cancelWhatIsLeft(mine, e);
                throw e;
            } catch (Throwable e) {
                RunListeners.of(mine).tell(each -> each.failed(mine, e));
                throw Sneaky.raise(e);
            }
        }
    }

    /// Has a listener told how the runs of a loop end badly, from now on. On the loop's thread, or when it does
    /// not run.
    ///
    /// @param loop the loop
    /// @param listener what to tell
    public static void listen(EventLoop loop, RunListener listener) {
        RunListeners.of(loop).add(listener);
    }

    private static void checkNoLoopHere() {
        EventLoop other = EventLoop.currentOrNull();
        if (other != null) {
            throw new IllegalStateException(
                    "cannot run here: this thread runs " + other + "; await in a task of that loop instead");
        }
    }

    /// Runs a loop until something has ended (asyncio's `run_until_complete`). One more tick runs after its
    /// end.
    ///
    /// @param <T> what it gives
    /// @param loop the loop
    /// @param what a future, a task, or a coroutine to be made one
    /// @return its value
    /// @throws IllegalStateException if the loop was stopped first, or this thread runs a loop already: no task
    /// has been made then
    /// @throws DeadlockError in virtual time, or where the options ask for it, when nothing can wake the loop
    /// any more
    public static <T extends @Nullable Object> T runUntilComplete(EventLoop loop, Awaitable<? extends T> what) {
        checkNoLoopHere();
        Future<? extends T> future =
                what instanceof Future<? extends T> given ? given : Task.start(loop, what, TaskOptions.defaults());
        var stop = new Stop(loop);
        loop.onStuck(() -> reportRings(loop));
        future.addDependent(stop);
        try {
            loop.runForever();
        } catch (DeadlockError e) {
            throw new DeadlockError(AwaitGraph.of(loop).describe());
        } finally {
            future.removeDependent(stop);
            stop.over = true; // it may be queued already, if an error ended the run first
        }
        if (!future.done()) {
            throw new IllegalStateException(loop + " was stopped before " + future + " had ended");
        }
        return future.result();
    }

    private static final class Stop extends Dependent {
        private final EventLoop loop;
        private boolean over; // the run that it was meant to stop

        Stop(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        protected void completed(Future<?> any) {
            if (!over) {
                loop.stop();
            }
        }
    }

    private static void reportRings(EventLoop loop) {
        AwaitGraph graph = AwaitGraph.of(loop);
        if (!graph.rings().isEmpty()) {
            loop.callExceptionHandler(new ErrorReport("deadlock: " + graph.describe(), null, "loop", loop));
        }
    }

    /// {@return the runner's loop, made now if need be}
    ///
    /// @throws IllegalStateException if the runner is closed
    public EventLoop loop() {
        if (closed) {
            throw new IllegalStateException("the runner is closed; create a new one");
        }
        EventLoop mine = loop;
        if (mine == null) {
            mine = Objects.requireNonNull(loopFactory.get(), "the loop factory gave null; it has to make a loop");
            loop = mine;
            context = new Context();
        }
        return mine;
    }

    /// Cancels the tasks that are left, waits for their end and for the helper threads' (up to 300 s), and
    /// closes the loop. What a task throws while it stops goes to the exception handler.
    ///
    /// @throws IllegalStateException in a run; nothing has been closed then
    @Override
    public void close() {
        EventLoop mine = loop;
        if (mine != null && mine.running()) {
            throw new IllegalStateException("the runner's loop runs: " + mine + "; close the runner after its run");
        }
        closed = true;
        if (mine == null || mine.closed()) {
            return;
        }
        try {
            cancelAll(mine);
            Closing.run(mine);
        } catch (DeadlockError e) {
            mine.callExceptionHandler(new ErrorReport(
                    "tasks that wait for each other were abandoned: " + e.getMessage(), null, "loop", mine));
        } finally {
            mine.close();
        }
    }

    private static void cancelWhatIsLeft(EventLoop loop, DeadlockError deadlock) {
        try {
            cancelAll(loop);
        } catch (DeadlockError again) {
            deadlock.addSuppressed(again);
        }
    }

    /// asyncio's `_cancel_all_tasks`.
    private static void cancelAll(EventLoop loop) {
        AllEnded end = cancelEach(loop);
        if (end.left == 0) {
            return;
        }
        runUntilComplete(loop, end);
        end.failed.sort(Task.BY_AGE);
        for (Task<?> task : end.failed) {
            Throwable error = task.exception();
            loop.callExceptionHandler(new ErrorReport("unhandled exception during shutdown", error, "task", task));
        }
    }

    private static AllEnded cancelEach(EventLoop loop) {
        List<Task<?>> left = Task.all(loop);
        CancelWalk.cancelAll(left, new Cancellation(null, "the end of the run"));
        return new AllEnded(loop, left);
    }

    /// Ends when a number of tasks have ended, however. It does not hold them, or a million of them could not be
    /// collected one by one while they end.
    private static final class AllEnded extends Future<@Nullable Void> {
        private final List<Task<?>> failed = new ArrayList<>();
        private int left;

        AllEnded(EventLoop loop, List<Task<?>> tasks) {
            super(loop);
            left = tasks.size();
            var each = new Dependent() {
                @Override
                protected void completed(Future<?> ended) {
                    if (!ended.cancelled() && ended.exception() != null) {
                        failed.add((Task<?>) ended);
                    }
                    if (--left == 0) {
                        setResult(null);
                    }
                }

                @Override
                protected Future<?> awaiter() {
                    return AllEnded.this;
                }
            };
            for (Task<?> task : tasks) {
                task.addDependent(each);
            }
        }
    }
}
