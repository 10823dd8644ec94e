package rondo.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A body that runs on a loop in steps: from one suspension to the next, one step at a time.
///
/// This is what `rondo.task.Task` stands on; programs use tasks. A coroutine gets a thread (a [Strand]) with
/// its first step and keeps it until its body has ended. Everything here belongs to whoever holds the loop's
/// turn.
public abstract non-sealed class Coroutine extends Ready {
    final EventLoop loop;

    @Nullable Strand strand; // from the first step on

    @Nullable Coroutine older; // the loop's list of live coroutines

    @Nullable Coroutine newer;

    /// Creates a coroutine that has not started.
    ///
    /// @param loop where it will run
    protected Coroutine(EventLoop loop) {
        this.loop = loop;
    }

    /// The body. Runs on a thread of its own; returns when the coroutine has ended.
    protected abstract void run();

    /// Ends it without running its body, if it was cancelled before it began. Called on the loop's stack or
    /// a runner's, instead of its first step.
    ///
    /// @return whether it has ended; if not, its first step follows
    protected abstract boolean endIfCancelled();

    /// {@return what messages and thread dumps call it}
    protected abstract String name();

    /// {@return the context variables that it sees}
    public abstract Context context();

    /// {@return whether its first step has begun}
    public final boolean started() {
        return strand != null;
    }

    /// Enters it in the loop's list of live coroutines. It leaves that list with [#leave()].
    protected final void join() {
        loop.live.add(this);
        Instruments seen = loop.instruments;
        if (seen != null) {
            seen.created(this);
        }
    }

    /// Tells the loop's instruments, if it has any.
    ///
    /// @param event what to tell each
    protected final void tell(Consumer<? super Instrument> event) {
        Instruments seen = loop.instruments;
        if (seen != null) {
            seen.tell(event);
        }
    }

    /// Takes it out of the loop's list of live coroutines, which holds it strongly.
    protected final void leave() {
        loop.live.remove(this);
    }

    /// Puts its next step at the end of the ready queue: its first, or one that something outside it has made ready.
    public final void schedule() {
        loop.ready.add(this);
        Instruments seen = loop.instruments;
        if (seen != null) {
            seen.scheduled(this);
        }
    }

    /// Puts its next step at the end of the ready queue, in a step of its own that is about to end: of a yield
    /// instruments hear by that end.
    protected final void scheduleAgain() {
        loop.ready.add(this);
    }

    /// Ends this step; returns when the next one begins. Only from inside the body.
    ///
    /// @throws IllegalStateException if a frame on the stack cannot be suspended (a class initialiser, a native
    /// method)
    protected final void suspend() {
        Strand mine = strand;
        assert mine != null;
        throwBlockingFailure();
        loop.turn.stepEnds(this);
        try {
            mine.suspend(this);
        } catch (Throwable e) {
            mine.at(Strand.At.STEP); // it goes on at once
            loop.turn.enter(this);
            throw e;
        }
        throwIfAbandoned();
    }

    /// {@return whether the loop was closed under it, so that it only unwinds: no await, and its end is
    /// nobody's}
    protected final boolean abandoned() {
        Strand mine = strand;
        return mine != null && mine.abandoned;
    }

    /// Fails an await of a coroutine that only unwinds. Asked before the await has changed anything.
    protected final void throwIfAbandoned() {
        if (abandoned()) {
            throw new AbandonedError();
        }
    }

    /// Runs the first step now, inside the caller's own step (asyncio's eager start), and returns when it has
    /// suspended or ended.
    ///
    /// @throws IllegalStateException if called outside a step of the loop's
    protected final void startEagerly() {
        if (loop.turn.context() == null) {
            throw new IllegalStateException("a task can be started eagerly only from a task or a callback of its loop");
        }
        Coroutine parent = loop.turn.swap(null);
        try {
            loop.turn.requireHolder().startEagerly(this);
        } finally {
            loop.turn.swap(parent);
        }
    }

    /// Fails the step with the blocking call that the policy [Blocking#FAIL] forbids, if it made one.
    protected final void throwBlockingFailure() {
        BlockingCallException failure = takeBlockingFailure();
        if (failure != null) {
            throw failure;
        }
    }

    /// {@return what the step has to fail with, which is then forgotten: the blocking call that the policy
    /// [Blocking#FAIL] forbids}
    protected final @Nullable BlockingCallException takeBlockingFailure() {
        Strand mine = strand;
        return mine == null ? null : mine.takeBlockingFailure();
    }

    /// Takes its next step back out of the ready queue: the step before could not be ended.
    protected final void unschedule() {
        loop.ready.removeLast(this);
    }

    /// {@return whether an error only unwinds a coroutine whose loop was closed under it}
    ///
    /// @param e what escaped from the body
    protected static boolean isAbandonment(Throwable e) {
        return e instanceof AbandonedError;
    }

    /// Told when the loop is closed although this coroutine has not ended. Its stack has been unwound.
    protected abstract void destroyed();

    /// Interrupts its thread if it is in a blocking call that is not an await of ours.
    @SuppressWarnings("ReferenceEquality") // a coroutine is itself only
    protected final void interruptBlockingCall() {
        Strand mine = strand;
        if (mine != null && loop.turn.coroutine() != this) {
            mine.interruptBlockingCall();
        }
    }

    /// {@return where it is suspended, innermost frame first; empty if it has not started or has ended}
    public final List<StackTraceElement> stack() {
        Strand mine = strand;
        return mine == null ? List.of() : mine.stack();
    }

    /// The live coroutines of a loop, in order of creation.
    static final class Registry {
        private @Nullable Coroutine oldest;
        private @Nullable Coroutine newest;

        void add(Coroutine c) {
            c.older = newest;
            if (newest == null) {
                oldest = c;
            } else {
                newest.newer = c;
            }
            newest = c;
        }

        @SuppressWarnings("ReferenceEquality") // a coroutine is itself only
        void remove(Coroutine c) {
            if (c.older == null && oldest != c) {
                return; // not in the list
            }
            if (c.older == null) {
                oldest = c.newer;
            } else {
                c.older.newer = c.newer;
            }
            if (c.newer == null) {
                newest = c.older;
            } else {
                c.newer.older = c.older;
            }
            c.older = null;
            c.newer = null;
        }

        @Nullable Coroutine on(long threadId) {
            for (Coroutine c = oldest; c != null; c = c.newer) {
                Strand mine = c.strand;
                if (mine != null && mine.thread().threadId() == threadId) {
                    return c;
                }
            }
            return null;
        }

        boolean moreThan(int limit) {
            int n = 0;
            for (Coroutine c = oldest; c != null && n <= limit; c = c.newer) {
                n++;
            }
            return n > limit;
        }

        List<Coroutine> list() {
            var all = new ArrayList<Coroutine>();
            for (Coroutine c = oldest; c != null; c = c.newer) {
                all.add(c);
            }
            return all;
        }
    }
}
