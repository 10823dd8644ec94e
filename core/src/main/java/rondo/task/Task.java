package rondo.task;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rondo.loop.BlockingCallException;
import rondo.loop.Context;
import rondo.loop.Coroutine;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.loop.TerminalText;

/// A coroutine that the loop runs by itself, and the future of its end (asyncio's `Task`).
///
/// @param <T> what it gives
public final class Task<T extends @Nullable Object> extends Future<T> {
    /// The task that was created first comes first.
    static final Comparator<Task<?>> BY_AGE = (one, other) -> Long.compare(one.number, other.number);

    private static final AtomicLong CREATED = new AtomicLong();

    final Steps steps;
    private final Awaitable<? extends T> body;
    private final Context context;
    private final long number;
    private @Nullable String name;

    private @Nullable Future<?> waiter; // what it is suspended on
    private @Nullable CancelRequests requests; // null until it is cancelled
    boolean onWalk; // a cancellation is passing through it

    private Task(EventLoop loop, Awaitable<? extends T> body, TaskOptions options) {
        super(loop);
        this.body = Objects.requireNonNull(body, "the task's body is null");
        this.number = CREATED.incrementAndGet();
        this.name = options.name();
        Context given = options.context();
        this.context = given == null ? loop.currentContext().copy() : given;
        this.steps = new Steps(loop);
    }

    // --- creation --------------------------------------------------------------------------------

    /// Makes a coroutine a task of the running loop (asyncio's `create_task`). It has not begun when this
    /// returns: its first step is queued.
    ///
    /// @param <T> what the task gives
    /// @param body what it does
    /// @return the task; the loop holds it until it has ended
    /// @throws IllegalStateException if the calling thread runs no loop
    public static <T extends @Nullable Object> Task<T> start(Awaitable<? extends T> body) {
        return start(EventLoop.current(), body, TaskOptions.defaults());
    }

    /// Makes a coroutine a task of a loop, by the loop's task factory if it has one.
    ///
    /// @param <T> what the task gives
    /// @param loop where it runs
    /// @param body what it does
    /// @param options name, context, eager start
    /// @return the task; the loop holds it until it has ended
    /// @throws IllegalStateException if called from another thread
    /// @throws rondo.loop.LoopClosedException if the loop is closed
    public static <T extends @Nullable Object> Task<T> start(
            EventLoop loop, Awaitable<? extends T> body, TaskOptions options) {
        TaskFactory factory = Factories.of(loop).factory;
        return factory == null ? create(loop, body, options) : factory.create(loop, body, options);
    }

    /// Makes a coroutine a task of a loop, past the loop's task factory: for such factories.
    ///
    /// @param <T> what the task gives
    /// @param loop where it runs
    /// @param body what it does
    /// @param options name, context, eager start
    /// @return the task; the loop holds it until it has ended
    /// @throws IllegalStateException if called from another thread
    /// @throws rondo.loop.LoopClosedException if the loop is closed
    public static <T extends @Nullable Object> Task<T> create(
            EventLoop loop, Awaitable<? extends T> body, TaskOptions options) {
        loop.checkUsable();
        var task = new Task<T>(loop, body, options);
        task.steps.begin(options.eager() && loop.running());
        return task;
    }

    /// Sets how a loop makes its tasks (asyncio's `set_task_factory`).
    ///
    /// @param loop the loop
    /// @param factory the new way; null for the default
    /// @throws IllegalStateException if called from another thread
    public static void factory(EventLoop loop, @Nullable TaskFactory factory) {
        Factories.of(loop).factory = factory;
    }

    private static final class Factories {
        @Nullable TaskFactory factory;

        static Factories of(EventLoop loop) {
            return loop.attachment(Factories.class, any -> new Factories());
        }
    }

    // --- who runs --------------------------------------------------------------------------------

    /// {@return the task that runs on the calling thread}
    ///
    /// @throws IllegalStateException outside a task
    public static Task<?> current() {
        Task<?> task = currentOrNull(EventLoop.current());
        if (task == null) {
            throw new IllegalStateException("no task runs here: a callback cannot await; create a task in it");
        }
        return task;
    }

    /// {@return the task that runs on the calling thread, or null}
    public static @Nullable Task<?> currentOrNull() {
        EventLoop loop = EventLoop.currentOrNull();
        return loop == null ? null : currentOrNull(loop);
    }

    /// {@return the task that is in a step of a loop now, or null (asyncio's `current_task(loop)`)}
    ///
    /// @param loop the loop; spares the search for the one that the calling thread runs
    public static @Nullable Task<?> currentOrNull(EventLoop loop) {
        return of(loop.currentCoroutine());
    }

    /// {@return the tasks of a loop that are not done, in order of creation, unmodifiable}
    ///
    /// @param loop the loop
    public static List<Task<?>> all(EventLoop loop) {
        return loop.coroutines().stream()
                .<Task<?>>mapMulti((coroutine, found) -> {
                    Task<?> task = of(coroutine);
                    if (task != null) {
                        found.accept(task);
                    }
                })
                .toList();
    }

    static @Nullable Task<?> of(@Nullable Coroutine coroutine) {
        return coroutine instanceof Task<?>.Steps steps ? steps.task() : null;
    }

    void tell(Consumer<? super TaskInstrument> event) {
        steps.tellTask(event);
    }

    static String describeCaller(EventLoop loop) {
        Task<?> task = currentOrNull(loop);
        return task == null ? "a callback" : task.label();
    }

    // --- steps -----------------------------------------------------------------------------------

    /// The coroutine under the task: what the loop knows of it.
    final class Steps extends Coroutine {
        Steps(EventLoop loop) {
            super(loop);
        }

        Task<T> task() {
            return Task.this;
        }

        void begin(boolean eager) {
            join(); // before an eager first step, which sees its own task among all
            if (!eager) {
                schedule();
                return;
            }
            try {
                startEagerly();
            } catch (IllegalStateException refused) {
                leave();
                throw refused;
            }
        }

        @Override
        public Object subject() {
            return Task.this;
        }

        @Override
        public @Nullable Object cause() {
            return waiter;
        }

        /// Suspends until a future has ended. Called in this task; what the future ended with is the caller's
        /// to read.
        ///
        /// Every frame here is a part of each suspended stack, and what follows the suspension has no branch:
        /// see `rondo.loop.DirectCarrier`.
        void awaitEnd(Future<?> future) {
            throwIfAbandoned();
            checkAwaitable(future);
            try {
                move(TaskState.RUNNING, TaskState.AWAITING);
                waitFor(future);
                suspend();
            } catch (Throwable e) {
                stayAwake();
                throw e;
            }
            stepBegins();
        }

        /// Gives up the rest of this step; the next one is queued behind all that is ready (a bare `yield`, as
        /// `sleep(0)` does).
        void yieldStep() {
            throwIfAbandoned();
            try {
                move(TaskState.RUNNING, TaskState.AWAITING);
                move(TaskState.AWAITING, TaskState.PENDING);
                scheduleAgain();
                suspend();
            } catch (Throwable e) {
                stayAwake();
                throw e;
            }
            stepBegins();
        }

        void unscheduleStep() {
            unschedule();
        }

        void tellTask(Consumer<? super TaskInstrument> event) {
            tell(each -> {
                if (each instanceof TaskInstrument instrument) {
                    event.accept(instrument);
                }
            });
        }

        boolean unwinds() {
            return abandoned();
        }

        void interrupt() {
            interruptBlockingCall();
        }

        @Override
        protected boolean endIfCancelled() {
            Cancellation undelivered = takeRequest();
            if (undelivered == null) {
                return false;
            }
            endTask(TaskState.CANCELLED, undelivered.error());
            return true;
        }

        @Override
        protected void run() {
            move(TaskState.PENDING, TaskState.RUNNING);
            try {
                cameBack(body.await());
            } catch (Throwable e) {
                threw(e);
            }
        }

        private void cameBack(T value) {
            throwBlockingFailure();
            if (!abandoned()) {
                returned(value);
            }
        }

        private void threw(Throwable error) {
            if (abandoned()) {
                unwound(error);
                return;
            }
            stayAwake(); // it may have come out of the middle of an await, when no stack was left
            BlockingCallException forbidden = takeBlockingFailure();
            if (forbidden != null) {
                if (forbidden != error) {
                    forbidden.addSuppressed(error);
                }
                failed(forbidden);
            } else if (error instanceof CancelledError) {
                endTask(TaskState.CANCELLED, error);
            } else {
                failed(error);
            }
        }

        /// Its loop was closed: nothing ends any more, but what a `finally` block throws on the way out is not
        /// lost.
        private void unwound(Throwable error) {
            if (!isAbandonment(error)) {
                loop().callExceptionHandler(new ErrorReport(
                        "task failed while its closed loop unwound it", error, "task", Task.this));
            }
        }

        @Override
        protected String name() {
            return Task.this.name();
        }

        @Override
        public Context context() {
            return context;
        }

        @Override
        protected void destroyed() {
            leave();
            loop().callExceptionHandler(
                            new ErrorReport("task was destroyed but it is pending", creation(), "task", Task.this));
        }

        void leaveLoop() {
            leave();
        }
    }

    private void returned(T value) {
        Cancellation undelivered = takeRequest();
        if (undelivered != null) {
            endTask(TaskState.CANCELLED, undelivered);
        } else {
            endTask(TaskState.DONE, value);
        }
    }

    private void failed(Throwable error) {
        boolean fatal = EventLoop.isFatal(error);
        if (fatal) {
            loop().fatal(error);
        }
        steps.leaveLoop();
        checkMove(TaskState.DONE);
        super.setException(error);
        if (fatal) {
            markRetrieved(); // the run ends with it
        }
        tellEnd();
    }

    private void endTask(TaskState how, @Nullable Object with) {
        steps.leaveLoop();
        checkMove(how);
        end(how, with);
        tellEnd();
    }

    private void tellEnd() {
        if (loop().observed()) { // asked first: without instruments an end makes nothing for them
            tell(each -> each.ended(this));
        }
    }

    /// Goes along an arrow of the task lifecycle diagram that has one beginning.
    private void move(TaskState from, TaskState to) {
        if (currentState() != from) {
            throw new AssertionError(this + " cannot become " + to);
        }
        moveTo(to);
    }

    private void checkMove(TaskState next) {
        if (!currentState().mayBecome(next)) {
            throw new AssertionError(this + " cannot become " + next);
        }
    }

    private void checkAwaitable(Future<?> future) {
        if (future == this) {
            throw afterYield(label() + " cannot await itself");
        } else if (future.loop() != loop()) {
            throw afterYield(label() + " of " + loop() + " cannot await a future of " + future.loop()
                    + "; use runCoroutineThreadsafe");
        }
    }

    private void waitFor(Future<?> future) {
        waiter = future;
        future.add(this);
        CancelRequests mine = requests;
        if (mine != null) {
            mine.passTo(future);
        }
    }

    /// The step could not be suspended (a class initialiser is on the stack, or no stack is left): it goes on
    /// where it is, and what would have woken it must not.
    private void stayAwake() {
        boolean away = currentState() == TaskState.AWAITING || currentState() == TaskState.PENDING;
        if (!away || steps.unwinds()) {
            return;
        }
        Future<?> unreached = waiter;
        waiter = null;
        if (unreached != null) {
            unreached.remove(other -> other == this);
        }
        steps.unscheduleStep();
        moveTo(TaskState.RUNNING);
    }

    /// {@return what its next step has to throw, in that step: asyncio's `__step` throws such an error into the body}
    private IllegalStateException afterYield(String message) {
        steps.yieldStep();
        return new IllegalStateException(message);
    }

    /// A future that this task awaits has ended: its next step is queued.
    void wake() {
        move(TaskState.AWAITING, TaskState.PENDING);
        steps.schedule();
    }

    /// asyncio's `__step` up to the point where it resumes the body: a request to cancel goes before any other
    /// outcome.
    private void stepBegins() {
        Future<?> ended = waiter;
        waiter = null;
        move(TaskState.PENDING, TaskState.RUNNING);
        Cancellation undelivered = takeRequest();
        if (undelivered != null && (ended == null || !ended.endedByCancel())) {
            if (ended != null) {
                ended.markRetrieved();
            }
            throw undelivered.error();
        }
    }

    // --- cancelling ------------------------------------------------------------------------------

    /// asyncio's `Task.cancel`: the future that the task waits for is cancelled; if there is none, or it does
    /// not accept, the task's next step throws.
    @Override
    protected boolean onCancel(CancelWalk walk) {
        markRetrieved();
        if (done()) {
            return false;
        }
        if (onWalk) {
            closeRing(walk.cancellation());
            return true;
        }
        if (!walk.reaches(this)) {
            return true;
        }
        requests().count();
        tell(each -> each.cancelRequested(this, walk.canceller(), walk.message()));
        Future<?> next = waiter;
        if (next instanceof Task<?> task && !task.done()) {
            onWalk = true;
            walk.descend(this, task);
        } else if (next == null || !walk.pass(this, next)) {
            requests().leave(walk.cancellation());
            steps.interrupt();
        }
        return true;
    }

    /// The walk has come back to a task that it passes through: tasks wait for each other in a ring. Its await
    /// is broken here.
    private void closeRing(Cancellation cancellation) {
        requests().leave(cancellation);
        Future<?> next = waiter;
        if (next != null && !next.done()) {
            next.remove(other -> other == this);
            waiter = null;
            wake();
        }
    }

    private CancelRequests requests() {
        CancelRequests mine = requests;
        if (mine == null) {
            mine = new CancelRequests();
            requests = mine;
        }
        return mine;
    }

    /// {@return the request that has not been delivered, which counts as delivered now; null if there is none}
    private @Nullable Cancellation takeRequest() {
        CancelRequests mine = requests;
        return mine == null ? null : mine.take();
    }

    /// As on any future; of a task that was not cancelled, what the last request said that was thrown at its
    /// own await.
    @Override
    public @Nullable String cancelMessage() {
        Cancellation last = requests == null ? null : requests.last();
        return cancelled() || last == null ? super.cancelMessage() : last.message();
    }

    /// {@return how many requests to cancel are outstanding: those made, less those taken back}
    public int cancelling() {
        CancelRequests mine = requests;
        return mine == null ? 0 : mine.outstanding();
    }

    /// Takes back one request to cancel (asyncio's `uncancel`). At zero a request that was not delivered yet is
    /// withdrawn.
    ///
    /// @return how many are left; never below 0
    public int uncancel() {
        loop().checkTurn();
        CancelRequests mine = requests;
        return mine == null ? 0 : mine.takeBack();
    }

    // --- a task's end is its body's --------------------------------------------------------------

    /// Not for tasks.
    ///
    /// @throws IllegalStateException always
    @Override
    public void setResult(T value) {
        throw new IllegalStateException("a task's result is what its body returns; use a Future for " + value);
    }

    /// Not for tasks.
    ///
    /// @throws IllegalStateException always
    @Override
    public void setException(Throwable error) {
        throw new IllegalStateException("a task's error is what its body throws; use a Future", error);
    }

    // --- what it is ------------------------------------------------------------------------------

    /// {@return its number: the first task of this process is 1}
    public long number() {
        return number;
    }

    /// {@return what messages and dumps call it: the name given, or `Task-N`}
    public String name() {
        String mine = name;
        return mine == null ? "Task-" + number : mine;
    }

    /// Renames it.
    ///
    /// @param to what messages and dumps call it from now on
    /// @throws IllegalStateException if called from another thread
    public void name(String to) {
        loop().checkTurn();
        name = to;
    }

    /// {@return what messages call it: `task 'name'`, safe for a log}
    String label() {
        return "task " + TerminalText.quoted(name());
    }

    /// {@return where it stands}
    public TaskState state() {
        return currentState();
    }

    /// {@return what it is suspended on, or null}
    public @Nullable Future<?> awaiting() {
        return waiter;
    }

    /// {@return the task that holds what this one waits for, a lock for example, or null} Any thread, which may
    /// find it changed a moment later.
    public @Nullable Task<?> holder() {
        Future<?> mine = waiter;
        return mine != null && mine.heldUpBy() instanceof Task<?> task ? task : null;
    }

    /// {@return the context variables that it sees}
    public Context context() {
        return context;
    }

    /// {@return where it is suspended, innermost frame first, unmodifiable; empty before its first step and
    /// after its end}
    public List<StackTraceElement> stack() {
        return steps.stack();
    }

    @Override
    public String toString() {
        String state = describeState() + (cancelling() > 0 ? ", cancelling" : "");
        return TerminalText.of("Task[" + name() + ", " + state + "]");
    }
}
