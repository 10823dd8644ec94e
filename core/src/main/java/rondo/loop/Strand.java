package rondo.loop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thread of a carrier's, and where it stands.
///
/// It serves as a runner (callbacks, first steps of coroutines) until a first step suspends; then it belongs to
/// that coroutine until the coroutine's end. There is one for each coroutine that has begun, so it holds little.
abstract sealed class Strand implements Runnable permits DirectStrand, BatonStrand {
    /// Where a strand stands, seen from the loop.
    enum At {
        /// It has no step to do: a new one, or a runner between two jobs.
        IDLE,
        /// It was given a step, and has not taken it up yet.
        CALLED,
        /// It is in a step. If it does not hold the turn, it is in a blocking call that is no await of ours.
        STEP,
        /// It is suspended at an await of ours.
        AWAIT,
        /// Its thread has ended.
        ENDED
    }

    private @Nullable Thread thread; // set once, before the thread starts

    @Nullable Ready job; // what to do next, a coroutine or a callback; without one it takes what is ready

    /// Whoever holds the turn. An [At]'s ordinal, IDLE at first: a reference would be marked for the collector at
    /// each switch.
    private byte at;

    boolean abandoned; // whoever holds the turn: the loop is closing, awaits throw

    /// What its thread does from start to end, if the carrier has made that thread.
    @Override
    public abstract void run();

    /// Ends its coroutine's current step; returns when the next one begins, in which the coroutine is the loop's
    /// current one again. Called on the strand.
    abstract void suspend(Coroutine coroutine);

    /// Runs another coroutine's first step inside its current one. Called on the strand.
    abstract void startEagerly(Coroutine child);

    /// Interrupts the blocking call that it is in, if others can run meanwhile.
    void interruptBlockingCall() {}

    /// {@return what its step has to fail with, which is then forgotten}
    @Nullable BlockingCallException takeBlockingFailure() {
        return null;
    }

    /// {@return whether the turn is on its way to its thread, which the system has not scheduled yet} Any thread, which
    /// may see it late.
    boolean isBeingWoken() {
        return false;
    }

    /// Forgets what was meant for the body that has ended on it. Called on the strand.
    void bodyEnded() {
        job = null;
    }

    /// {@return the job, which is a coroutine}
    final Coroutine body() {
        Ready mine = job;
        assert mine != null;
        return (Coroutine) mine;
    }

    final Thread thread() {
        Thread mine = thread;
        assert mine != null;
        return mine;
    }

    final void thread(Thread to) {
        thread = to;
    }

    /// Takes the calling thread, which is not of a carrier's making, and runs the loop.
    final void takeCaller() {
        thread(Thread.currentThread());
        at(At.STEP);
    }

    /// Whether it is the strand of a thread. Any thread may ask.
    final boolean isOn(Thread other) {
        return thread == other;
    }

    @SuppressWarnings("EnumOrdinal") // this class only
    final boolean is(At where) {
        return at == where.ordinal();
    }

    @SuppressWarnings("EnumOrdinal") // this class only
    final void at(At where) {
        at = (byte) where.ordinal();
    }

    final List<StackTraceElement> stack() {
        return List.of(thread().getStackTrace());
    }
}
