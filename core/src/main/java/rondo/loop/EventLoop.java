package rondo.loop;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rondo.time.Clock;

/// An event loop: one thread, a queue of what is ready, timers, and a poll (asyncio's `BaseEventLoop` and
/// `SelectorEventLoop`).
///
/// Everything belongs to the loop's thread, save what says *any thread*: a call from another one fails with an
/// [IllegalStateException] that names both. While the loop does not run, the thread that prepares it may call.
///
/// The file is long because it is the face of its room: most of it is what programs and the rooms above call,
/// each with its contract. What is done is done in the classes that the fields name; begin with [#tick()].
public final class EventLoop implements AutoCloseable {
    private static final Duration CENTURY = Duration.ofDays(36_500);

    // whoever holds the turn only, but for what says: any thread
    private final LoopOptions options;
    private final Clock clock;

    final ReadyQueue ready = new ReadyQueue();
    final Snapshot snapshot; // of it, what this tick runs
    final TimerHeap timers = new TimerHeap(this);
    final Coroutine.Registry live = new Coroutine.Registry();
    final HeapReserve reserve;
    final UncaughtErrors errors = new UncaughtErrors(this);
    final Turn turn;
    final Waiting waiting;
    final Carrier carrier;
    final Watchdog watchdog;
    private final CloseListeners closeListeners = new CloseListeners(); // any thread
    private final Attachments attachments = new Attachments(this);

    Consumer<? super BlockingCallException> forbiddenCallListener = any -> {};

    @Nullable Instruments instruments; // null while nobody looks on

    private boolean running;
    private boolean stopRequested;
    private volatile boolean closed; // any thread reads it

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
        this.reserve = new HeapReserve(options);
        this.clock = options.clock();
        this.snapshot = new Snapshot(ready, options.order());
        this.turn = new Turn(this, options);
        this.waiting = new Waiting(this);
        this.carrier = Carrier.choose(this, options.carrier());
        this.watchdog = new Watchdog(this);
    }

    // --- the tick --------------------------------------------------------------------------------

    /// One iteration, in asyncio's order (`BaseEventLoop._run_once`): poll for I/O, at most until the first
    /// timer, and move what is done to the ready queue; move the timers that have expired there too; then run
    /// what is ready *now*. What these callbacks add waits for the next tick, after another poll.
    void tick() {
        timers.dropCancelled();
        waiting.poll(waiting.limitNanos());
        expireTimers();
        beginSnapshot();
        carrier.runReady();
    }

    private void expireTimers() {
        if (!timers.isEmpty()) {
            int expired = timers.expire(clock.nanos() + clock.resolutionNanos(), ready);
            Instruments seen = instruments;
            if (seen != null) {
                seen.expired(expired);
            }
        }
    }

    private void beginSnapshot() {
        int size = snapshot.begin();
        Instruments seen = instruments;
        if (seen != null) {
            seen.snapshotBegins(size);
        }
    }

    boolean stopping() {
        return stopRequested || errors.hasFatal();
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
        checkTakes(callback);
        var handle = traced(new Handle(this, callback, context));
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
        checkTakes(callback);
        return traced(timers.add(nanos, callback, capture(callback)));
    }

    /// Queues a callback from any thread, and wakes the loop (asyncio's `call_soon_threadsafe`). Any thread.
    ///
    /// @param callback what to run on the loop; it cannot await
    /// @return a handle; it belongs to the loop's thread, and only there can it be cancelled
    /// @throws LoopClosedException if the loop is closed
    public Handle callSoonThreadsafe(Runnable callback) {
        if (closed) {
            throw new LoopClosedException(options.name());
        }
        Context callers = callback instanceof LoopStep ? null : Context.currentOrNull();
        var handle = traced(new Handle(this, callback, callers == null ? null : callers.copy()));
        if (turn.thread() == Thread.currentThread()) {
            ready.add(handle); // in the order of the call, as callSoon does
        } else {
            waiting.arrive(handle);
        }
        return handle;
    }

    private <H extends Handle> H traced(H handle) {
        if (options.debug()) {
            handle.whereScheduled = new Throwable("scheduled here");
        }
        return handle;
    }

    private @Nullable Context capture(Runnable callback) {
        Context mine = turn.context();
        return mine == null || callback instanceof LoopStep ? null : mine.copy();
    }

    /// {@return the time by this loop's clock when a delay from now has passed}
    ///
    /// @param delay how long; more than a century counts as a century, also back in time
    public long deadline(Duration delay) {
        Objects.requireNonNull(delay, "the delay is null; use Duration.ZERO for the next tick");
        Duration bounded = delay.compareTo(CENTURY) > 0 ? CENTURY : delay;
        if (delay.isNegative() && delay.compareTo(CENTURY.negated()) < 0) {
            bounded = CENTURY.negated();
        }
        return clock.nanos() + bounded.toNanos();
    }

    // --- channels --------------------------------------------------------------------------------

    /// Calls back whenever a channel can be read, or accepted from (asyncio's `add_reader`); level-triggered.
    ///
    /// @param channel a channel in non-blocking mode
    /// @param callback what to run; it replaces the one before, which is cancelled
    /// @return a handle; cancelling it unregisters at the next event
    /// @throws IllegalArgumentException if the channel is closed, in blocking mode, or registered with another loop
    /// @throws IllegalStateException if a task waits for the same
    public Handle onReadable(SelectableChannel channel, Runnable callback) {
        return register(channel, SelectionKey.OP_READ, callback);
    }

    /// Calls back whenever a channel can be written to, or has connected (asyncio's `add_writer`);
    /// level-triggered.
    ///
    /// @param channel a channel in non-blocking mode
    /// @param callback what to run; it replaces the one before, which is cancelled
    /// @return a handle; cancelling it unregisters at the next event
    /// @throws IllegalArgumentException if the channel is closed, in blocking mode, or registered with another loop
    /// @throws IllegalStateException if a task waits for the same
    public Handle onWritable(SelectableChannel channel, Runnable callback) {
        return register(channel, SelectionKey.OP_WRITE, callback);
    }

    /// Registers a channel with this loop's poll, for whoever waits for it without a callback. It stays
    /// registered until it is closed, or its last callback is taken away.
    ///
    /// @param channel a channel in non-blocking mode
    /// @return its registration, the same as long as it is registered
    /// @throws IllegalArgumentException if the channel is closed, in blocking mode, or registered with another loop
    public ChannelWatch watch(SelectableChannel channel) {
        checkUsable();
        return waiting.poller.watch(channel);
    }

    /// Takes the read callback of a channel away (asyncio's `remove_reader`).
    ///
    /// @param channel the channel
    /// @return whether there was one
    /// @throws IllegalStateException if called from another thread
    public boolean removeReadable(SelectableChannel channel) {
        checkTurn();
        return waiting.poller.unregister(channel, SelectionKey.OP_READ);
    }

    /// Takes the write callback of a channel away (asyncio's `remove_writer`).
    ///
    /// @param channel the channel
    /// @return whether there was one
    /// @throws IllegalStateException if called from another thread
    public boolean removeWritable(SelectableChannel channel) {
        checkTurn();
        return waiting.poller.unregister(channel, SelectionKey.OP_WRITE);
    }

    private Handle register(SelectableChannel channel, int operation, Runnable callback) {
        checkUsable();
        var handle = traced(new Handle(this, callback, capture(callback)));
        waiting.poller.register(channel, operation, handle);
        return handle;
    }

    // --- signals ---------------------------------------------------------------------------------

    /// Calls back whenever a signal comes (asyncio's `add_signal_handler`), until the loop is closed.
    ///
    /// The signal then does nothing else: `TERM` and `INT` no longer cancel the main task. Signals that come
    /// while the loop is busy run the callback each, in the order of their coming, but the system itself may
    /// make one of several equal ones.
    ///
    /// @param name the signal, without `SIG`: `TERM`, say
    /// @param callback what to run; it replaces the one before, which is cancelled
    /// @return a handle; cancelling it leaves the signal without effect, [#removeSignal(String)] gives it back
    /// @throws IllegalArgumentException if the system has no such signal, or the JVM or the system keeps it
    public Handle onSignal(String name, Runnable callback) {
        checkUsable();
        var handle = traced(new Handle(this, callback, capture(callback)));
        attachment(SignalCallbacks.class, SignalCallbacks::new).put(name, handle);
        return handle;
    }

    /// Takes the callback of a signal away: the signal does again what it did before.
    ///
    /// @param name the signal, without `SIG`
    /// @return whether there was one
    public boolean removeSignal(String name) {
        return attachment(SignalCallbacks.class, SignalCallbacks::new).remove(name);
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
        turn.to(carrier.takeCaller());
        RunningLoops.add(this);
        LoopStarts.tell(this);
        try {
            reserve.fill();
            watchdog.start();
            carrier.drive();
        } finally {
            endLastTick();
            stopRequested = false;
            running = false;
            reserve.passOn();
            turn.to(null);
            watchdog.stop();
            RunningLoops.remove(this);
        }
        errors.throwFatal();
    }

    private void endLastTick() {
        Instruments seen = instruments;
        if (seen != null) {
            seen.endTick();
        }
    }

    /// Makes [#runForever()] return when the current tick has ended (asyncio's `stop`). Called before it,
    /// exactly one tick runs.
    ///
    /// @throws IllegalStateException if called from another thread
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
        attachments.close();
        waiting.close();
        closeListeners.close();
        errors.throwFatal();
    }

    private void unwind() {
        snapshot.drop();
        reserve.release();
        turn.to(carrier.takeCaller());
        RunningLoops.add(this);
        try {
            carrier.close();
        } finally {
            RunningLoops.remove(this);
            turn.to(null);
        }
        for (Coroutine left : live.list()) {
            left.destroyed();
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
                            + "'; call this within run(() -> ...), and from another thread through"
                            + " callSoonThreadsafe or runCoroutineThreadsafe");
        }
        return loop;
    }

    /// {@return the loop that the calling thread runs, or null}
    public static @Nullable EventLoop currentOrNull() {
        return RunningLoops.ofCaller();
    }

    /// {@return the coroutine that is in a step now; null in a callback}
    public @Nullable Coroutine currentCoroutine() {
        return turn.coroutine();
    }

    /// {@return the context of the step or callback that runs now; an empty one outside}
    public Context currentContext() {
        Context mine = turn.context();
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

    /// {@return whether a tick would do nothing now or later, unless another thread calls in: nothing is queued, no
    /// timer is set, and no channel is registered}
    public boolean idle() {
        return waiting.idle();
    }

    /// {@return how many timers are set, with those that were cancelled and not dropped yet}
    public int pendingTimers() {
        return timers.size();
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

    /// Sets the handler for errors that no caller can catch (asyncio's `set_exception_handler`).
    ///
    /// @param handler the new one; null for the default, which writes to the system logger `rondo`
    /// @throws IllegalStateException if called from another thread
    public void exceptionHandler(@Nullable ExceptionHandler handler) {
        checkTurn();
        errors.handler(handler);
    }

    /// Reports an error that no caller can catch (asyncio's `call_exception_handler`). From inside the loop's
    /// own machinery the handler is called a tick later.
    ///
    /// @param report what happened
    /// @throws IllegalStateException if called from another thread, which can have the loop do it:
    /// `loop.callSoonThreadsafe(() -> loop.callExceptionHandler(report))`. On a closed loop nobody could: there any
    /// thread may call, as that of a task does that was in a blocking call at the close
    public void callExceptionHandler(ErrorReport report) {
        if (!closed) {
            checkTurn();
        }
        errors.report(report);
    }

    /// {@return whether an error leaves the loop instead of failing a task: after it no program can be trusted,
    /// as the JVM itself is in trouble} They are `OutOfMemoryError`, `InternalError` and `UnknownError`.
    ///
    /// @param e any error
    public static boolean isFatal(Throwable e) {
        return UncaughtErrors.isFatal(e);
    }

    /// Ends the run with an error, which leaves [#runForever()] after the current step.
    ///
    /// @param e why; wrapped in an `AssertionError` unless it is an `Error`
    public void fatal(Throwable e) {
        errors.fatal(e);
    }

    // --- who looks on ----------------------------------------------------------------------------

    /// Adds an instrument, which is called with what this loop does from now on.
    ///
    /// @param instrument what to call
    /// @throws IllegalStateException if called from another thread
    public void addInstrument(Instrument instrument) {
        checkTurn();
        Instruments mine = instruments;
        if (mine == null) {
            instruments = new Instruments(this, instrument);
        } else {
            mine.add(instrument);
        }
    }

    /// Takes an instrument off: it is called no more. Does nothing if it is not there.
    ///
    /// @param instrument the same object
    /// @throws IllegalStateException if called from another thread
    public void removeInstrument(Instrument instrument) {
        checkTurn();
        Instruments mine = instruments;
        if (mine != null && !mine.remove(instrument)) {
            instruments = null;
        }
    }

    /// {@return whether an instrument looks on}
    public boolean observed() {
        return instruments != null;
    }

    /// Adds a listener that runs whenever a loop of this process starts, before its first tick and on its
    /// thread; not for the loops that run already. Any thread.
    ///
    /// @param listener what to run; what it throws is logged
    public static void atStart(Consumer<? super EventLoop> listener) {
        LoopStarts.add(listener);
    }

    /// Takes back what [#atStart(Consumer)] was given. Any thread.
    ///
    /// @param listener the same object
    public static void notAtStart(Consumer<? super EventLoop> listener) {
        LoopStarts.remove(listener);
    }

    /// {@return what this loop is doing} Any thread, also while a task blocks the loop.
    public LoopStatus status() {
        Thread mine = turn.thread();
        boolean asleep = waiting.asleep();
        return new LoopStatus(
                turn.steps(),
                asleep,
                turn.describe(),
                mine == null ? 0 : mine.threadId(),
                mine == null ? List.of() : List.of(mine.getStackTrace()));
    }

    /// {@return the loops of this process that run now, unmodifiable} Any thread.
    public static List<EventLoop> allRunning() {
        return RunningLoops.all();
    }

    /// Queues a callback in each loop of this process that runs now, as [#callSoonThreadsafe(Runnable)] does; one that
    /// ends just now is passed over. Any thread.
    ///
    /// @param callback makes what to run on a loop
    public static void callSoonInAllRunning(Function<? super EventLoop, ? extends Runnable> callback) {
        for (EventLoop loop : allRunning()) {
            Runnable its = callback.apply(loop);
            try {
                loop.callSoonThreadsafe(its);
            } catch (LoopClosedException _) {
                // nobody is left to be told
            }
        }
    }

    // --- for the rooms above ---------------------------------------------------------------------

    /// Counts in something outside the loop that is being waited for: a helper thread's job, a
    /// `CompletionStage`. Until it is counted out, virtual time stands still and the deadlock finder keeps
    /// quiet. Any thread.
    public void outsideWorkStarted() {
        waiting.outsideWorkStarted();
    }

    /// Counts out what [#outsideWorkStarted()] counted in, once its end has reached the loop's queue. Any
    /// thread.
    public void outsideWorkEnded() {
        waiting.outsideWorkEnded();
    }

    /// Adds a listener that runs once when the loop is closed, after everything has been unwound; at once if
    /// that has happened. Any thread.
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

    /// Sets what runs, once, when nothing but another thread can wake the loop, and none is known to work for
    /// it.
    ///
    /// @param listener run as a callback; it replaces the one before
    public void onStuck(Runnable listener) {
        waiting.stuckListener = listener;
    }

    /// Sets what is called with each blocking call that the policy [Blocking#FAIL] forbids, whether or not the
    /// task lets the error pass.
    ///
    /// @param listener called on the loop's own stack, while the task is still in the call; it must not block;
    /// it replaces the one before
    public void onForbiddenCall(Consumer<? super BlockingCallException> listener) {
        forbiddenCallListener = listener;
    }

    /// Sets what runs when the thread that runs the loop is interrupted.
    ///
    /// @param listener run as a callback, when the interrupt flag has been cleared; it replaces the one before
    public void onInterrupt(Runnable listener) {
        waiting.interruptListener = listener;
    }

    /// {@return this loop's object of a type, made when it is first asked for: how the rooms above keep what
    /// they know of a loop}
    ///
    /// @param <A> the type
    /// @param type the type, by which it is found again
    /// @param make makes it the first time; an `AutoCloseable` one is closed with the loop
    /// @throws IllegalStateException if called from another thread
    public <A> A attachment(Class<A> type, Function<? super EventLoop, ? extends A> make) {
        checkTurn();
        return attachments.of(type, make);
    }

    /// Checks that the caller may use this loop.
    ///
    /// @throws IllegalStateException if the loop runs on another thread; it names both
    public void checkTurn() {
        Thread holder = turn.thread();
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

    /// While a closed loop unwinds its tasks, an await in one of their `finally` blocks may still set its timer, or
    /// complete what another waits for: dropped with the rest, for the await itself ends what unwinds.
    private void checkTakes(Runnable callback) {
        checkTurn();
        if (closed && !(callback instanceof LoopStep && turn.holder() != null)) {
            throw new LoopClosedException(options.name());
        }
    }

    private IllegalStateException wrongThread() {
        EventLoop mine = currentOrNull();
        String here = mine == null
                ? "thread '" + Thread.currentThread().getName() + "', which runs no event loop"
                : "a task or callback of another event loop '" + mine.options.name() + "'";
        return new IllegalStateException("event loop '" + options.name() + "' was used from " + here
                + "; go through callSoonThreadsafe or runCoroutineThreadsafe");
    }
}
