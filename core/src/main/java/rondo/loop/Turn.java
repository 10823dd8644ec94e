package rondo.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import rondo.time.SystemClock;

/// Who runs now: whose thread may touch the loop, in which coroutine's step and with which context variables.
///
/// There is one turn, and its holder writes all of this. The watchdog reads it from its own thread.
final class Turn {
    private static final VarHandle STEPS;

    static {
        try {
            STEPS = MethodHandles.lookup().findVarHandle(Turn.class, "steps", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final EventLoop loop;
    private final long slowNanos;

    /// In debug mode when the steps that have begun did, by the system's clock in ns: several where one starts another
    /// eagerly, or was let go. Null otherwise.
    private final @Nullable Map<Coroutine, Long> stepStarts; // any thread: some end when their loop is closed

    private @Nullable Strand holder; // null while the loop does not run
    private @Nullable Coroutine coroutine; // in a step now
    private @Nullable Context callbackContext; // of the callback that runs now
    private long steps; // written by the holder; any thread reads it

    Turn(EventLoop loop, LoopOptions options) {
        this.loop = loop;
        this.slowNanos = options.slowLimit().toNanos();
        this.stepStarts = options.debug() ? new ConcurrentHashMap<>() : null;
    }

    // --- whose it is -----------------------------------------------------------------------------

    void to(@Nullable Strand next) {
        holder = next;
    }

    /// Whether a thread holds it. Any thread may ask.
    boolean isOf(Thread other) {
        Strand mine = holder;
        return mine != null && mine.isOn(other);
    }

    @Nullable Strand holder() {
        return holder;
    }

    /// {@return its holder, for whoever has it}
    Strand requireHolder() {
        Strand mine = holder;
        assert mine != null : "whoever calls has the turn";
        return mine;
    }

    @Nullable Thread thread() {
        Strand mine = holder;
        return mine == null ? null : mine.thread();
    }

    // --- steps -----------------------------------------------------------------------------------

    /// A step of a coroutine begins.
    void enter(Coroutine next) {
        coroutine = next;
        countStep();
        if (stepStarts != null) {
            stepStarts.put(next, SystemClock.instance().nanos());
        }
        Instruments seen = loop.instruments;
        if (seen != null) {
            seen.stepBegins(next);
        }
    }

    /// A step of a coroutine is about to end. Called on its strand.
    void stepEnds(Coroutine ending) {
        Instruments seen = loop.instruments;
        if (seen != null) {
            seen.stepEnds(ending);
        }
        if (stepStarts != null) {
            Long start = stepStarts.remove(ending);
            assert start != null : ending;
            warnIfSlow(ending.name(), start);
        }
    }

    /// Nobody's step any more: the loop is about to run its own code.
    void leave() {
        coroutine = null;
    }

    /// Replaces the coroutine that is in a step, for steps inside each other.
    @Nullable Coroutine swap(@Nullable Coroutine to) {
        Coroutine old = coroutine;
        coroutine = to;
        return old;
    }

    /// Runs a user's callback, on a strand.
    void run(Handle handle) {
        countStep();
        callbackContext = handle.context() == null ? new Context() : handle.context();
        long start = stepStarts != null ? SystemClock.instance().nanos() : 0;
        Instruments seen = loop.instruments;
        if (seen != null) {
            seen.callbackBegins(handle);
        }
        try {
            handle.run();
        } catch (Throwable e) {
            loop.errors.ofCallback(handle, e);
        } finally {
            tellEnd(handle);
            callbackContext = null;
        }
        if (stepStarts != null) {
            warnIfSlow(handle, start);
        }
    }

    private void tellEnd(Handle handle) {
        Instruments seen = loop.instruments;
        if (seen != null) {
            seen.callbackEnds(handle);
        }
    }

    private void countStep() {
        STEPS.setOpaque(this, steps + 1);
    }

    private void warnIfSlow(Object what, long start) {
        long lasted = SystemClock.instance().nanos() - start;
        if (lasted >= slowNanos) {
            Log.warning(
                    "executing " + TerminalText.of(what.toString()) + " took "
                            + Duration.ofNanos(lasted).toMillis() + " ms",
                    null);
        }
    }

    /// Replaces the context of the callback that runs, for a callback that others run in the middle of.
    @Nullable Context swapCallbackContext(@Nullable Context to) {
        Context old = callbackContext;
        callbackContext = to;
        return old;
    }

    // --- what runs -------------------------------------------------------------------------------

    @Nullable Coroutine coroutine() {
        return coroutine;
    }

    /// {@return the context of what runs now; null on the loop's bare stack}
    @Nullable Context context() {
        Coroutine mine = coroutine;
        return mine == null ? callbackContext : mine.context();
    }

    /// {@return how many steps and callbacks have begun} Any thread.
    long steps() {
        return (long) STEPS.getOpaque(this);
    }

    /// {@return what runs now, for messages} Any thread.
    String describe() {
        Coroutine mine = coroutine;
        return mine == null
                ? "a callback of event loop '" + loop.options().name() + "'"
                : "task " + TerminalText.quoted(mine.name());
    }
}
