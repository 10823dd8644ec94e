package rondo.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rondo.time.Clock;
import rondo.time.SystemClock;

/// An event loop: one thread, a queue of what is ready, timers, and a poll (asyncio's `BaseEventLoop` and
/// `SelectorEventLoop`).
///
/// Everything belongs to the loop's thread, save what says *any thread*: a call from another one fails with an
/// [IllegalStateException] that names both. While the loop does not run, the thread that prepares it may call.
public final class EventLoop implements AutoCloseable {
    private static final long LONGEST_WAIT = Duration.ofDays(1).toNanos();
    private static final Duration CENTURY = Duration.ofDays(36_500);
    private static final VarHandle STEPS;

    static {
        try {
            STEPS = MethodHandles.lookup().findVarHandle(EventLoop.class, "steps", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LoopOptions options;
    private final Clock clock;
    private final boolean virtualTime;
    private final long slowNanos;

    final ReadyQueue ready = new ReadyQueue();
    final Coroutine.Registry live = new Coroutine.Registry();
    final Carrier carrier;
    final Watchdog watchdog;
    private final TimerHeap timers = new TimerHeap();
    private final Arrivals arrivals = new Arrivals(); // any thread
    private final Poller poller = new SelectorPoller();
    private final AtomicInteger outsideWork = new AtomicInteger(); // any thread
    private final CloseListeners closeListeners = new CloseListeners(); // any thread
    private final Map<Class<?>, Object> attachments = new LinkedHashMap<>();

    int remaining; // what is left of the snapshot that this tick runs
    private @Nullable Coroutine current; // in a step now
    private @Nullable Context context; // of the step or callback that runs now
    private @Nullable Thread turn; // who may touch all this; null while the loop does not run
    private long steps; // written by the turn's holder; any thread reads it
    private @Nullable ExceptionHandler exceptionHandler;
    private Runnable stuckListener = () -> {};
    private Runnable interruptListener = () -> {};
    private boolean stuckReported;
    private boolean running;
    private boolean stopRequested;
    private volatile boolean closed; // any thread reads it
    private @Nullable Error fatal; // leaves runForever

    /// Creates a loop with the default options.
    public EventLoop() {
        this(LoopOptions.defaults());
    }

    /// Creates a loop.
    ///
    /// @param options how it behaves
    /// @throws IllegalStateException if the options ask for the direct carrier and the JVM does not permit it
    public EventLoop(LoopOptions options) {
        this.options = options;
        this.clock = options.clock();
        this.virtualTime = clock.jumpTo(clock.nanos());
        this.slowNanos = options.slowLimit().toNanos();
        this.carrier = Carrier.choose(this, options.carrier());
        this.watchdog = new Watchdog(this);
    }

    // --- the tick --------------------------------------------------------------------------------

    /// One iteration, in asyncio's order: poll for I/O, move what is done to the ready queue, schedule the
    /// timers that have expired, then run what is ready *now*. What these callbacks add waits for the next
    /// tick, after another poll.
    void tick() {
        timers.dropCancelled();
        pollAndWake(waitNanos());
        expireTimers();
        runSnapshot();
    }

    private long waitNanos() {
        if (!ready.isEmpty() || stopping() || !arrivals.isEmpty()) {
            return 0;
        }
        if (timers.isEmpty()) {
            return Poller.FOREVER;
        }
        return Math.clamp(timers.firstDeadline() - clock.nanos(), 0, LONGEST_WAIT);
    }

    private void pollAndWake(long waitNanos) {
        if (waitNanos == 0) {
            pollOnce();
        } else if (virtualTime) {
            pollInVirtualTime();
        } else if (waitNanos == Poller.FOREVER && isStuck()) {
            reportStuck();
        } else {
            sleep(waitNanos);
        }
        if (Thread.interrupted() && !carrier.keepsInterrupt()) {
            noteInterrupt();
        }
    }

    private void expireTimers() {
        if (!timers.isEmpty()) {
            timers.expire(clock.nanos() + clock.resolutionNanos(), ready);
        }
    }

    private void runSnapshot() {
        remaining = ready.size();
        carrier.runReady();
    }

    // --- waiting ---------------------------------------------------------------------------------

    private void pollOnce() {
        moveArrivals();
        poller.poll(0, ready);
    }

    /// Looks at the channels; if nothing has happened, time jumps to the next timer, unless a helper thread still
    /// works.
    private void pollInVirtualTime() {
        pollOnce();
        if (!ready.isEmpty()) {
            return;
        }
        if (outsideWork.get() > 0) {
            sleep(Poller.FOREVER);
        } else if (!timers.isEmpty()) {
            clock.jumpTo(timers.firstDeadline());
        } else if (poller.watches()) {
            sleep(Poller.FOREVER);
        } else if (arrivals.isEmpty()) {
            reportStuck();
        }
    }

    private void sleep(long waitNanos) {
        if (arrivals.mayFallAsleep()) {
            poller.poll(waitNanos, ready);
        }
        arrivals.awake();
        watchdog.loopAwake();
        moveArrivals();
    }

    private void moveArrivals() {
        for (Ready item = arrivals.poll(); item != null; item = arrivals.poll()) {
            ready.add(item);
        }
    }

    private boolean isStuck() {
        return outsideWork.get() == 0 && !poller.watches() && !stuckReported;
    }

    /// Nothing but another thread can wake the loop now, and none is known to work for it.
    private void reportStuck() {
        if (virtualTime || options.failOnDeadlock()) {
            fatal(new DeadlockError("event loop '" + options.name()
                    + "': nothing is ready, no timer is set, and nothing outside is awaited"));
        } else {
            stuckReported = true;
            ready.add(new Handle(stuckListener, null));
        }
    }

    /// The thread of the loop was interrupted while no task was in a step: whoever did it wants the loop's
    /// program to end. Any thread.
    void noteInterrupt() {
        arrive(new Handle(interruptListener, null));
    }

    // --- the turn --------------------------------------------------------------------------------

    /// Takes the head off the ready queue, as part of this tick's snapshot.
    void take() {
        ready.removeFirst();
        remaining--;
    }

    /// Runs a user's callback, on a strand.
    void runHandle(Handle handle) {
        countStep();
        context = handle.context() == null ? new Context() : handle.context();
        long start = options.debug() ? SystemClock.instance().nanos() : 0;
        try {
            handle.run();
        } catch (Throwable e) {
            if (isFatal(e)) {
                fatal((Error) e);
            } else {
                callExceptionHandler(new ErrorReport("exception in callback " + handle, e, "handle", handle)
                        .withSourceTraceback(handle.whereScheduled));
            }
        } finally {
            context = null;
        }
        if (options.debug()) {
            warnIfSlow(handle, start);
        }
    }

    /// A step of a coroutine begins. Called on its strand.
    void enter(Coroutine coroutine) {
        current = coroutine;
        context = coroutine.context();
        countStep();
        if (options.debug()) {
            coroutine.stepStart = SystemClock.instance().nanos();
        }
    }

    /// A step of a coroutine ends. Called on its strand.
    void leave(Coroutine coroutine) {
        current = null;
        context = null;
        if (options.debug()) {
            warnIfSlow(coroutine.name(), coroutine.stepStart);
        }
    }

    /// Replaces the coroutine that is in a step, for steps inside each other.
    @Nullable Coroutine swapCurrent(@Nullable Coroutine to) {
        Coroutine old = current;
        current = to;
        context = to == null ? null : to.context();
        return old;
    }

    private void warnIfSlow(Object what, long start) {
        long lasted = SystemClock.instance().nanos() - start;
        if (lasted >= slowNanos) {
            Log.warning(
                    "executing " + what + " took " + Duration.ofNanos(lasted).toMillis() + " ms", null);
        }
    }

    private void countStep() {
        STEPS.setOpaque(this, steps + 1);
    }

    /// Notes whose thread holds the turn.
    void turnTo(@Nullable Thread thread) {
        turn = thread;
    }

    boolean isTurnOf(Thread thread) {
        return turn == thread;
    }

    void context(@Nullable Context to) {
        context = to;
    }

    /// {@return the context of what runs now; null on the loop's bare stack}
    @Nullable Context context() {
        return context;
    }

    /// Errors after which no program can be trusted leave the loop: the JVM itself is in trouble.
    ///
    /// @param e any error
    /// @return whether it is one of `OutOfMemoryError`, `InternalError`, `UnknownError`
    public static boolean isFatal(Throwable e) {
        return e instanceof OutOfMemoryError || e instanceof InternalError || e instanceof UnknownError;
    }

    /// Ends the run with an error, which leaves [#runForever()] after the current step.
    ///
    /// @param e why
    public void fatal(Throwable e) {
        if (fatal == null) {
            fatal = e instanceof Error error ? error : new AssertionError(e);
        }
    }

    void throwFatal() {
        Error e = fatal;
        if (e != null) {
            fatal = null;
            throw e;
        }
    }

    boolean stopping() {
        return stopRequested || fatal != null;
    }

    // --- what the watchdog sees: any thread ------------------------------------------------------

    long steps() {
        return (long) STEPS.getOpaque(this);
    }

    boolean asleep() {
        return arrivals.asleep();
    }

    @Nullable Thread turnOf() {
        return turn;
    }

    @Nullable Coroutine coroutineOn(long threadId) {
        return live.on(threadId);
    }

    boolean hasMoreCoroutinesThan(int limit) {
        return live.moreThan(limit);
    }

    /// {@return what runs now, for messages}
    String currentName() {
        Coroutine coroutine = current;
        return coroutine == null
                ? "a callback of event loop '" + options.name() + "'"
                : "task '" + coroutine.name() + "'";
    }

    // --- scheduling ------------------------------------------------------------------------------

    /// Queues a callback for the next tick, behind all that is queued (asyncio's `call_soon`).
    ///
    /// @param callback what to run; it sees a copy of the caller's context variables, and cannot await
    /// @return a handle to withdraw it with
    /// @throws IllegalStateException if called from another thread
    /// @throws LoopClosedException if the loop is closed
    public Handle callSoon(Runnable callback) {
        return callSoon(callback, capture(callback));
    }

    /// Queues a callback for the next tick, to run in a given context.
    ///
    /// @param callback what to run; it cannot await
    /// @param context the context variables that it sees; null for none
    /// @return a handle to withdraw it with
    /// @throws IllegalStateException if called from another thread
    /// @throws LoopClosedException if the loop is closed
    public Handle callSoon(Runnable callback, @Nullable Context context) {
        checkUsable();
        var handle = traced(new Handle(callback, context));
        ready.add(handle);
        return handle;
    }

    /// Schedules a callback (asyncio's `call_later`).
    ///
    /// @param delay how long from now; zero and less mean the next tick, after its I/O
    /// @param callback what to run; it sees a copy of the caller's context variables, and cannot await
    /// @return a handle to withdraw it with
    /// @throws IllegalStateException if called from another thread
    /// @throws LoopClosedException if the loop is closed
    public TimerHandle callLater(Duration delay, Runnable callback) {
        return callAt(deadline(delay), callback);
    }

    /// Schedules a callback for a time of this loop's clock (asyncio's `call_at`). Equal times fire in the
    /// order of scheduling.
    ///
    /// @param nanos when, by [#time()]
    /// @param callback what to run; it sees a copy of the caller's context variables, and cannot await
    /// @return a handle to withdraw it with
    /// @throws IllegalStateException if called from another thread
    /// @throws LoopClosedException if the loop is closed
    public TimerHandle callAt(long nanos, Runnable callback) {
        checkUsable();
        return traced(timers.add(nanos, callback, capture(callback)));
    }

    /// Queues a callback from any thread, and wakes the loop (asyncio's `call_soon_threadsafe`). Any thread.
    ///
    /// @param callback what to run on the loop; it cannot await
    /// @return a handle; it belongs to the loop's thread
    /// @throws LoopClosedException if the loop is closed
    public Handle callSoonThreadsafe(Runnable callback) {
        if (closed) {
            throw new LoopClosedException(options.name());
        }
        var handle = traced(new Handle(callback, null));
        arrive(handle);
        return handle;
    }

    private <H extends Handle> H traced(H handle) {
        if (options.debug()) {
            handle.whereScheduled = new Throwable("scheduled here");
        }
        return handle;
    }

    /// Takes in what another thread has, and wakes the loop if it sleeps. Any thread.
    void arrive(Ready item) {
        if (arrivals.add(item)) {
            poller.wakeup();
        }
    }

    private @Nullable Context capture(Runnable callback) {
        Context mine = context;
        return mine == null || callback instanceof LoopStep ? null : mine.copy();
    }

    /// {@return the time by this loop's clock when a delay from now has passed}
    ///
    /// @param delay how long; more than a century counts as a century
    public long deadline(Duration delay) {
        return clock.nanos() + (delay.compareTo(CENTURY) < 0 ? delay : CENTURY).toNanos();
    }

    // --- channels --------------------------------------------------------------------------------

    /// Calls back whenever a channel can be read, or accepted from (asyncio's `add_reader`); level-triggered.
    ///
    /// @param channel a channel in non-blocking mode
    /// @param callback what to run; it replaces the one before, which is cancelled
    /// @return a handle; cancelling it unregisters at the next event
    /// @throws IllegalArgumentException if the channel is closed or in blocking mode
    public Handle onReadable(SelectableChannel channel, Runnable callback) {
        return register(channel, SelectionKey.OP_READ, callback);
    }

    /// Calls back whenever a channel can be written to, or has connected (asyncio's `add_writer`);
    /// level-triggered.
    ///
    /// @param channel a channel in non-blocking mode
    /// @param callback what to run; it replaces the one before, which is cancelled
    /// @return a handle; cancelling it unregisters at the next event
    /// @throws IllegalArgumentException if the channel is closed or in blocking mode
    public Handle onWritable(SelectableChannel channel, Runnable callback) {
        return register(channel, SelectionKey.OP_WRITE, callback);
    }

    /// Takes the read callback of a channel away.
    ///
    /// @param channel the channel
    /// @return whether there was one
    public boolean removeReadable(SelectableChannel channel) {
        checkTurn();
        return poller.unregister(channel, SelectionKey.OP_READ);
    }

    /// Takes the write callback of a channel away.
    ///
    /// @param channel the channel
    /// @return whether there was one
    public boolean removeWritable(SelectableChannel channel) {
        checkTurn();
        return poller.unregister(channel, SelectionKey.OP_WRITE);
    }

    private Handle register(SelectableChannel channel, int operation, Runnable callback) {
        checkUsable();
        var handle = traced(new Handle(callback, capture(callback)));
        poller.register(channel, operation, handle);
        return handle;
    }

    // --- running ---------------------------------------------------------------------------------

    /// Turns the loop on the calling thread until [#stop()] is called (asyncio's `run_forever`).
    ///
    /// The direct carrier needs a platform thread: called on a virtual one, it makes one and waits for it.
    ///
    /// @throws IllegalStateException if the loop runs already, or this thread runs another
    /// @throws LoopClosedException if the loop is closed
    public void runForever() {
        checkStart();
        if (needsPlatformThread()) {
            OnPlatformThread.run(options.name(), this::turnUntilStopped);
        } else {
            turnUntilStopped();
        }
    }

    private boolean needsPlatformThread() {
        return carrier instanceof DirectCarrier && Thread.currentThread().isVirtual();
    }

    private void checkStart() {
        if (closed) {
            throw new LoopClosedException(options.name());
        }
        if (running) {
            throw new IllegalStateException("event loop '" + options.name() + "' is running already");
        }
        EventLoop other = currentOrNull();
        if (other != null) {
            throw new IllegalStateException("cannot run event loop '" + options.name() + "' here: this thread runs '"
                    + other.options.name() + "'; await in a task of that one instead");
        }
    }

    private void turnUntilStopped() {
        running = true;
        turnTo(Thread.currentThread());
        RunningLoops.add(this);
        watchdog.start();
        try {
            carrier.drive();
        } finally {
            stopRequested = false;
            running = false;
            RunningLoops.remove(this);
            turnTo(null);
            watchdog.stop();
        }
        throwFatal();
    }

    /// Makes [#runForever()] return when the current tick has ended. Called before it, exactly one tick runs.
    public void stop() {
        checkTurn();
        stopRequested = true;
    }

    /// Closes the loop: what is queued is dropped, what is still suspended is unwound (its `finally` blocks
    /// run, an await in them throws), its attachments are closed. Does nothing the second time.
    ///
    /// @throws IllegalStateException if the loop is running
    @Override
    public void close() {
        if (running) {
            throw new IllegalStateException(
                    "cannot close event loop '" + options.name() + "' while it runs; stop it first");
        }
        if (closed) {
            return;
        }
        closed = true;
        if (needsPlatformThread()) {
            OnPlatformThread.run(options.name(), this::unwind);
        } else {
            unwind();
        }
        ready.clear();
        timers.clear();
        arrivals.clear();
        for (Object attachment : new ArrayList<>(attachments.values())) {
            closeAttachment(attachment);
        }
        poller.close();
        closeListeners.close();
        throwFatal();
    }

    private void unwind() {
        remaining = 0;
        turnTo(Thread.currentThread());
        RunningLoops.add(this);
        try {
            carrier.close();
        } finally {
            RunningLoops.remove(this);
            turnTo(null);
        }
        for (Coroutine left : live.list()) {
            left.destroyed();
        }
    }

    private void closeAttachment(Object attachment) {
        if (attachment instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                callExceptionHandler(
                        new ErrorReport("closing what was attached to the loop failed", e, "attachment", attachment));
            }
        }
    }

    // --- who and what ----------------------------------------------------------------------------

    /// {@return the loop that the calling thread runs (asyncio's `get_running_loop`)}
    ///
    /// @throws IllegalStateException if it runs none
    public static EventLoop current() {
        EventLoop loop = RunningLoops.ofCaller();
        if (loop == null) {
            throw new IllegalStateException(
                    "no event loop runs on thread '" + Thread.currentThread().getName()
                            + "'; call this from a task, or go through callSoonThreadsafe or runCoroutineThreadsafe");
        }
        return loop;
    }

    /// {@return the loop that the calling thread runs, or null}
    public static @Nullable EventLoop currentOrNull() {
        return RunningLoops.ofCaller();
    }

    /// {@return the coroutine that is in a step now; null in a callback}
    public @Nullable Coroutine currentCoroutine() {
        return current;
    }

    /// {@return the context of the step or callback that runs now; an empty one outside}
    public Context currentContext() {
        Context mine = context;
        return mine == null ? new Context() : mine;
    }

    /// {@return the coroutines that have not ended, in order of creation, unmodifiable}
    public List<Coroutine> coroutines() {
        return Collections.unmodifiableList(live.list());
    }

    /// {@return how this loop was told to behave}
    public LoopOptions options() {
        return options;
    }

    /// {@return whether debug mode is on}
    public boolean debug() {
        return options.debug();
    }

    /// {@return where this loop takes the time from}
    public Clock clock() {
        return clock;
    }

    /// {@return the time by this loop's clock: nanoseconds since an arbitrary origin}
    public long time() {
        return clock.nanos();
    }

    /// {@return how coroutines get their threads here: `direct` or `baton`}
    public String carrier() {
        return carrier.name();
    }

    /// {@return whether the loop runs}
    public boolean running() {
        return running;
    }

    /// {@return whether the loop is closed} Any thread.
    public boolean closed() {
        return closed;
    }

    @Override
    public String toString() {
        return "EventLoop[" + options.name() + (closed ? ", closed" : running ? ", running" : "") + "]";
    }

    // --- errors nobody can catch -----------------------------------------------------------------

    /// Replaces what is told of errors that no caller can catch.
    ///
    /// @param handler the new one; null for the default, which writes to the system logger `rondo`
    public void exceptionHandler(@Nullable ExceptionHandler handler) {
        exceptionHandler = handler;
    }

    /// Reports an error that no caller can catch (asyncio's `call_exception_handler`). From inside the loop's
    /// own machinery the handler is called a tick later.
    ///
    /// @param report what happened
    public void callExceptionHandler(ErrorReport report) {
        if (running && context == null) {
            ready.add(new Handle(() -> handleError(report), null));
        } else {
            handleError(report);
        }
    }

    private void handleError(ErrorReport report) {
        ExceptionHandler custom = exceptionHandler;
        if (custom == null) {
            Log.report(report);
            return;
        }
        try {
            custom.handle(this, report);
        } catch (Throwable e) {
            if (isFatal(e)) {
                fatal(e);
            }
            e.addSuppressed(
                    report.exception() == null ? new IllegalStateException(report.message()) : report.exception());
            Log.report(new ErrorReport("the exception handler failed on: " + report.message(), e, report.details()));
        }
    }

    // --- for the rooms above ---------------------------------------------------------------------

    /// Counts in something outside the loop that is being waited for: a helper thread's job, a
    /// `CompletionStage`. Until it is counted out, virtual time stands still and the deadlock finder keeps
    /// quiet. Any thread.
    public void outsideWorkStarted() {
        outsideWork.incrementAndGet();
    }

    /// Counts out what [#outsideWorkStarted()] counted in, once its end has reached the loop's queue. Any thread.
    public void outsideWorkEnded() {
        outsideWork.decrementAndGet();
    }

    /// Has something run once when the loop is closed, after everything has been unwound; at once if that has
    /// happened. Any thread.
    ///
    /// @param listener what to run, on the thread that closes; it must not throw
    public void atClose(Runnable listener) {
        closeListeners.add(listener);
    }

    /// Takes back what [#atClose(Runnable)] was given. Any thread.
    ///
    /// @param listener the same object
    public void notAtClose(Runnable listener) {
        closeListeners.remove(listener);
    }

    /// Sets what runs, once, when nothing but another thread can wake the loop and none is known to work for it.
    ///
    /// @param listener run as a callback
    public void onStuck(Runnable listener) {
        stuckListener = listener;
    }

    /// Sets what runs when the loop's thread is interrupted outside a task's step.
    ///
    /// @param listener run as a callback; the interrupt flag has been cleared
    public void onInterrupt(Runnable listener) {
        interruptListener = listener;
    }

    /// {@return the one object of a type that hangs on this loop}
    ///
    /// @param <A> the type
    /// @param type the type, by which it is found again
    /// @param make makes it the first time; an `AutoCloseable` one is closed with the loop
    public <A> A attachment(Class<A> type, Function<? super EventLoop, ? extends A> make) {
        checkTurn();
        Object found = attachments.get(type);
        if (found == null) {
            found = make.apply(this);
            attachments.put(type, found);
        }
        return type.cast(found);
    }

    /// Checks that the caller may use this loop.
    ///
    /// @throws IllegalStateException if the loop runs on another thread; it names both
    public void checkTurn() {
        Thread holder = turn;
        if (holder != null && holder != Thread.currentThread()) {
            throw wrongThread();
        }
    }

    /// Checks that the caller may put something on this loop's queue.
    ///
    /// @throws IllegalStateException if the loop runs on another thread; it names both
    /// @throws LoopClosedException if the loop is closed
    public void checkUsable() {
        checkTurn();
        if (closed) {
            throw new LoopClosedException(options.name());
        }
    }

    private IllegalStateException wrongThread() {
        EventLoop mine = currentOrNull();
        String here = mine == null ? "no event loop" : "event loop '" + mine.options.name() + "'";
        return new IllegalStateException("event loop '" + options.name() + "' was used from thread '"
                + Thread.currentThread().getName() + "', which runs " + here
                + "; go through callSoonThreadsafe or runCoroutineThreadsafe");
    }
}
