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
    private @Nullable Strand runner;

    BatonCarrier(EventLoop loop) {
        super(loop);
        this.driver = Strand.ofCaller(loop);
    }

    @Override
    String name() {
        return "baton";
    }

    @Override
    void drive(Strand own) {
        driver = own;
        loop.reserve.fillRoomToPark();
        do {
            loop.tick();
            awaitTurn(driver);
        } while (!loop.stopping());
        loop.errors.throwFatal();
    }

    @Override
    void runReady() {
        Strand me = holder();
        me.handedOn = false;
        while (!me.handedOn && !loop.errors.hasFatal() && loop.snapshot.hasNext()) {
            Ready head = loop.snapshot.first();
            if (head instanceof Handle h && !h.isLoopStep() && me != runner) {
                handOn(me, runner()); // it takes the head itself: a callback of the program's
            } else {
                loop.snapshot.take();
                run(me, head);
            }
        }
    }

    private void run(Strand me, Ready taken) {
        if (taken instanceof Coroutine c && c.strand != null) {
            handOn(me, c.strand);
        } else if (taken instanceof Coroutine c && !c.endIfCancelled()) {
            handOn(me, create(c));
        } else if (taken instanceof Handle h && h.isLoopStep()) {
            h.run();
        } else if (taken instanceof Handle h) {
            loop.turn.run(h);
            Thread.interrupted(); // the callback's own: it ends with it
        }
    }

    @Override
    void suspend(Coroutine coroutine, Strand me) {
        loop.reserve.checkRoomToPark();
        reserveStack(STACK_FOR_A_TICK);
        me.at(Strand.At.AWAIT);
        loop.turn.leave();
        handOn(me);
        awaitTurn(me);
        loop.turn.enter(coroutine);
        me.at(Strand.At.STEP);
    }

    /// Fails with a `StackOverflowError`, before anything has changed, unless the loop can be turned on top of
    /// the caller's frames: running out of stack halfway through a hand-over would lose the turn.
    private static int reserveStack(int frames) {
        return frames == 0 ? 0 : reserveStack(frames - 1) + 1;
    }

    /// An interrupt that came while the loop turned on a task's own stack was meant for that task.
    @Override
    void polled() {
        if (Thread.interrupted()) {
            Strand me = holder();
            if (me == driver) {
                loop.waiting.noteInterrupt();
            } else {
                me.interrupted = true;
            }
        }
    }

    @Override
    void startEagerly(Coroutine coroutine) {
        Strand parent = holder();
        Strand child = create(coroutine);
        child.backTo = parent;
        parent.at(Strand.At.AWAIT);
        try {
            handOn(parent, child);
            awaitTurn(parent);
        } finally {
            parent.at(Strand.At.STEP);
        }
    }

    /// Turns the loop until it has found who goes on, which may be this strand itself.
    ///
    /// It returns before it waits: what lies on a suspended stack is held for each task that waits.
    private void handOn(Strand me) {
        Strand parent = me.backTo;
        if (parent != null) {
            me.backTo = null;
            handOn(me, parent);
            return;
        }
        me.interrupted = Thread.interrupted(); // the task's own affair: it must not disturb the poll
        try {
            runReady();
            while (!me.handedOn) {
                if (loop.stopping()) {
                    handOn(me, driver);
                } else {
                    loop.tick();
                }
            }
        } catch (Throwable e) {
            try {
                loop.fatal(e); // the machinery itself has failed: out of memory
            } finally {
                handOn(me, driver);
            }
        } finally {
            if (me.interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Gives the turn to a strand. From then on the loop is another thread's, unless the strand is the caller's own.
    private void handOn(Strand me, Strand to) {
        me.handedOn = true;
        if (to == me) {
            me.turn = true;
            return;
        }
        loop.turn.to(to);
        if (to.is(Strand.At.IDLE)) {
            start(me, to);
        } else {
            to.turn = true;
            LockSupport.unpark(to.thread());
        }
    }

    private void start(Strand me, Strand to) {
        try {
            to.at(Strand.At.STEP);
            to.thread().start();
        } catch (Throwable e) {
            loop.turn.to(me); // out of memory: the turn stays here
            me.handedOn = false;
            if (to == runner) {
                runner = null; // its thread cannot be started a second time
            }
            throw e;
        }
    }

    /// Parks until the turn has come back, if it was handed on. An interrupt of a task's thread is kept for the task,
    /// which may be about to make a call that wants it; one of the thread that runs the loop is the loop's.
    private void awaitTurn(Strand me) {
        boolean interrupted = false;
        while (me.handedOn && !me.turn) {
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
        me.handedOn = false;
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
        var strand = new OwnStrand();
        strand.handedOn = true;
        strand.thread(Thread.ofVirtual().inheritInheritableThreadLocals(false).unstarted(strand));
        return strand;
    }

    /// A strand on a thread of ours.
    private final class OwnStrand extends Strand {
        OwnStrand() {
            super(BatonCarrier.this.loop);
        }

        /// Its frame is a part of each suspended stack, and nothing branches behind the call that may suspend: see
        /// [DirectCarrier].
        @Override
        public void run() {
            handedOn = false; // here it takes its first turn
            try {
                if (job == null) {
                    runCallbacks(this);
                } else {
                    bodyBegins(this, body());
                    try {
                        body().run();
                    } catch (Throwable e) {
                        throw bodyFailed(body(), e);
                    } finally {
                        bodyEnds(this, body());
                    }
                }
            } catch (Throwable e) {
                loop.fatal(e); // the machinery itself has failed: out of memory
            } finally {
                Thread.interrupted(); // the task's own: it ends with it
                handOn(this);
            }
        }
    }

    private void runCallbacks(Strand me) {
        do {
            handOn(me);
            awaitTurn(me);
        } while (!me.abandoned);
    }

    @Override
    void close(Strand own) {
        driver = own;
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
    }

    private void abandon(Strand strand) {
        strand.abandoned = true;
        strand.backTo = driver;
        try {
            handOn(driver, strand);
            awaitTurn(driver);
        } catch (Error e) {
            loop.fatal(e); // out of memory; the others still have to end
        }
    }
}
