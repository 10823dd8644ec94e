package rondo.loop;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Coroutines as ordinary virtual threads that pass one turn from hand to hand.
///
/// Whoever holds the turn turns the loop on its own stack until it finds the next coroutine, hands the turn to
/// that one's thread and parks. So a switch is one hand-over, not two through a loop thread. Callbacks of users
/// run in a strand of their own, the runner. A coroutine that blocks its thread keeps the turn, and everything
/// waits, as in asyncio.
@SuppressWarnings("ReferenceEquality") // a strand is itself only
final class BatonCarrier extends Carrier {
    /// In frames of [#reserveStack(int)], which are small ones.
    private static final int STACK_FOR_A_TICK = 100;

    private Strand driver; // the thread that called runForever, or close
    private Strand holder;
    private @Nullable Strand runner;

    BatonCarrier(EventLoop loop) {
        super(loop);
        this.driver = strandOf(Thread.currentThread());
        this.holder = driver;
    }

    @Override
    String name() {
        return "baton";
    }

    @Override
    void drive() {
        takeTurn();
        loop.reserve.fillRoomToPark();
        do {
            loop.tick();
        } while (!loop.stopping());
        loop.errors.throwFatal();
    }

    @Override
    void runReady() {
        Strand me = holder;
        me.resumed = false;
        while (!me.resumed && !loop.errors.hasFatal() && loop.snapshot.hasNext()) {
            Ready head = loop.snapshot.first();
            if (head instanceof Coroutine c) {
                loop.snapshot.take();
                if (c.strand != null) {
                    pass(me, c.strand);
                } else if (!c.endsUnstarted()) {
                    pass(me, create(c));
                }
            } else if (head instanceof Handle h) {
                if (h.inner()) {
                    loop.snapshot.take();
                    h.run();
                } else if (me == runner) {
                    loop.snapshot.take();
                    loop.turn.run(h);
                    Thread.interrupted(); // the callback's own: it ends with it
                } else {
                    pass(me, runner());
                }
            } else {
                loop.snapshot.take();
            }
        }
    }

    @Override
    void suspend(Coroutine coroutine, Strand me) {
        loop.reserve.checkRoomToPark();
        reserveStack(STACK_FOR_A_TICK);
        me.at = Strand.At.AWAIT;
        loop.turn.leave();
        turnUntilResumed(me);
        loop.turn.enter(coroutine);
        me.at = Strand.At.STEP;
    }

    /// Fails with a `StackOverflowError`, before anything has changed, unless the loop can be turned on top of
    /// the caller's frames: running out of stack halfway through a hand-over would lose the turn.
    private static int reserveStack(int frames) {
        return frames == 0 ? 0 : reserveStack(frames - 1) + 1;
    }

    @Override
    boolean keepsInterrupt() {
        Strand me = holder;
        if (me == driver) {
            return false;
        }
        me.interrupted = true;
        return true;
    }

    @Override
    void startEagerly(Coroutine coroutine) {
        Strand parent = holder;
        Strand child = create(coroutine);
        child.backTo = parent;
        parent.at = Strand.At.AWAIT;
        try {
            pass(parent, child);
        } finally {
            parent.at = Strand.At.STEP;
        }
    }

    /// Turns the loop until the turn has gone to another strand and come back, which begins this strand's next
    /// step.
    private void turnUntilResumed(Strand me) {
        Strand parent = me.backTo;
        if (parent != null) {
            me.backTo = null;
            pass(me, parent);
            return;
        }
        me.interrupted = Thread.interrupted(); // the task's own affair: it must not disturb the poll
        try {
            runReady();
            while (!me.resumed) {
                if (loop.stopping()) {
                    pass(me, driver);
                } else {
                    loop.tick();
                }
            }
        } catch (Throwable e) {
            try {
                loop.fatal(e); // the machinery itself has failed: out of memory
            } finally {
                pass(me, driver);
            }
        } finally {
            if (me.interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Hands the turn over and waits until it comes back; a strand whose thread is about to end does not wait.
    private void pass(Strand me, Strand to) {
        me.resumed = true;
        if (to == me) {
            return;
        }
        holder = to;
        loop.turn.to(to.thread());
        if (to.at == Strand.At.IDLE) {
            start(me, to);
        } else {
            to.turn = true;
            LockSupport.unpark(to.thread());
        }
        if (!me.leaving) {
            parkUntilTurn(me);
        }
    }

    private void start(Strand me, Strand to) {
        try {
            to.at = Strand.At.STEP;
            to.thread().start();
        } catch (Throwable e) {
            holder = me; // out of memory: the turn stays here
            loop.turn.to(me.thread());
            if (to == runner) {
                runner = null; // its thread cannot be started a second time
            }
            throw e;
        }
    }

    /// Parks. An interrupt of a task's thread is kept for the task, which may be about to make a call that
    /// wants it; one of the thread that runs the loop is the loop's.
    private void parkUntilTurn(Strand me) {
        boolean interrupted = false;
        while (!me.turn) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                if (me == driver) {
                    loop.waiting.noteInterrupt();
                } else {
                    interrupted = true;
                }
            }
        }
        me.turn = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Strand create(Coroutine coroutine) {
        Strand made = unstarted();
        made.job = coroutine;
        return made;
    }

    private Strand runner() {
        Strand strand = runner;
        if (strand == null) {
            strand = unstarted();
            runner = strand;
        }
        return strand;
    }

    private Strand unstarted() {
        var strand = new Strand(loop) {
            @Override
            public void run() {
                main(this);
            }
        };
        strand.thread(Thread.ofVirtual().inheritInheritableThreadLocals(false).unstarted(strand));
        return strand;
    }

    private void main(Strand me) {
        try {
            serve(me);
        } catch (Throwable e) {
            loop.fatal(e); // the machinery itself has failed: out of memory
        } finally {
            Thread.interrupted(); // the task's own: it ends with it
            me.leaving = true;
            turnUntilResumed(me);
        }
    }

    private void serve(Strand me) {
        if (me.job != null) {
            runBody(me, me.body());
        } else {
            do {
                turnUntilResumed(me);
            } while (!me.abandoned);
        }
    }

    private Strand strandOf(Thread thread) {
        var strand = new Strand(loop);
        strand.thread(thread);
        strand.at = Strand.At.STEP;
        return strand;
    }

    private void takeTurn() {
        driver = strandOf(Thread.currentThread());
        holder = driver;
        loop.turn.to(driver.thread());
    }

    @Override
    void close() {
        takeTurn();
        for (Coroutine c : loop.live.list()) {
            Strand strand = c.strand;
            if (strand != null) {
                abandon(strand);
            }
        }
        if (runner != null) {
            abandon(runner);
            runner = null;
        }
        loop.turn.to(null);
    }

    private void abandon(Strand strand) {
        strand.abandoned = true;
        strand.backTo = driver;
        try {
            pass(driver, strand);
        } catch (Error e) {
            loop.fatal(e); // out of memory; the others still have to end
        }
    }
}
