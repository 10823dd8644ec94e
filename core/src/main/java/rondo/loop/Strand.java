package rondo.loop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thread of a carrier's, and where it stands.
///
/// It serves as a runner (callbacks, first steps of coroutines) until a first step suspends; then it belongs to
/// that coroutine until the coroutine's end.
non-sealed class Strand extends Ready implements Runnable {
    /// Where a strand stands, seen from the loop.
    enum At {
        /// It has no step to do: a new one, or a runner between two jobs.
        IDLE,
        /// It is in a step. If it does not hold the turn, it is in a blocking call that is no await of ours.
        STEP,
        /// It is suspended at an await of ours.
        AWAIT,
        /// Its thread has ended.
        ENDED
    }

    final EventLoop loop;
    private @Nullable Thread thread; // set once, before the thread starts

    @Nullable Runnable continuation; // direct: what runs the thread from its last suspension to its next

    /// Whoever holds the turn. An [At]'s ordinal, IDLE at first: a reference would be marked for the collector at
    /// each switch.
    private byte at;

    boolean abandoned; // whoever holds the turn: the loop is closing, awaits throw

    @Nullable Ready job; // what to do next, a coroutine or a callback; without one it takes what is ready

    @Nullable Coroutine eagerChild; // what to start before this strand goes on

    private @Nullable BlockingCallException blockingFailure; // what its coroutine fails with, by Blocking.FAIL

    // Direct carrier, loop thread and its own coroutine only.
    int mounts; // how often the loop has run the continuation for a step
    int acknowledged; // the last of these that the strand has seen
    boolean resubmitted; // the JDK asked for another run within the step

    @Nullable Coroutine letGoCoroutine; // what was current when it was let go

    @Nullable Context letGoContext; // or a callback's context variables

    private boolean interruptedByUs;

    // Baton carrier.
    volatile boolean turn; // any thread: the turn has been passed to it
    boolean interrupted; // whoever holds the turn: its thread was, while it turned the loop

    /// It has given the turn to another, or has had none yet, and has not taken it since. Its own thread; the watchdog
    /// reads it, and may see it late.
    boolean handedOn;

    @Nullable Strand backTo; // to whom the turn goes back when this strand's first step ends

    Strand(EventLoop loop) {
        this.loop = loop;
    }

    /// {@return the calling thread, which is not of a carrier's making: it runs the loop}
    static Strand ofCaller(EventLoop loop) {
        var strand = new Strand(loop);
        strand.thread(Thread.currentThread());
        strand.at(At.STEP);
        return strand;
    }

    @Override
    public Object subject() {
        return this;
    }

    @Override
    public @Nullable Object cause() {
        return null;
    }

    /// What its thread does from start to end, if the carrier has made that thread.
    @Override
    public void run() {
        throw new IllegalStateException("not a carrier's thread: " + thread);
    }

    Thread thread() {
        Thread mine = thread;
        assert mine != null;
        return mine;
    }

    void thread(Thread to) {
        thread = to;
    }

    /// Whether it is the strand of a thread. Any thread may ask.
    boolean isOn(Thread other) {
        return thread == other;
    }

    @SuppressWarnings("EnumOrdinal") // this class only
    boolean is(At where) {
        return at == where.ordinal();
    }

    @SuppressWarnings("EnumOrdinal") // this class only
    void at(At where) {
        at = (byte) where.ordinal();
    }

    /// Called on the strand, where it takes up a step that the loop has given to it.
    void acknowledge() {
        acknowledged = mounts;
        at(At.STEP);
    }

    /// Ends the blocking call that it is in, and has its step fail for it.
    void failBlockingCall(BlockingCallException failure) {
        blockingFailure = failure;
        interruptBlockingCall();
    }

    void interruptBlockingCall() {
        if (is(At.STEP)) {
            interruptedByUs = true;
            thread().interrupt();
        }
    }

    /// {@return what its step has to fail with, which is then forgotten}
    @Nullable BlockingCallException takeBlockingFailure() {
        BlockingCallException failure = blockingFailure;
        blockingFailure = null;
        return failure;
    }

    /// {@return the job, which is a coroutine}
    Coroutine body() {
        Ready mine = job;
        assert mine != null;
        return (Coroutine) mine;
    }

    /// Forgets what was meant for the body that has ended on it. Called on the strand.
    void bodyEnded() {
        job = null;
        blockingFailure = null;
        clearOwnInterrupt();
    }

    /// Takes back an interrupt of ours, where a step ends. Called on the strand.
    void clearOwnInterrupt() {
        if (interruptedByUs) {
            interruptedByUs = false;
            Thread.interrupted();
        }
    }

    List<StackTraceElement> stack() {
        return List.of(thread().getStackTrace());
    }
}
