package rondo.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
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
    private static volatile boolean virtualThreadsSelect; // any thread: the JDK has what it takes for that

    /// In frames of [#reserveStack(int)], which are small ones.
    private static final int STACK_FOR_A_TICK = 100;

    private BatonStrand driver; // the thread that called runForever, or close
    private @Nullable BatonStrand runner;

    BatonCarrier(EventLoop loop) {
        super(loop);
        this.driver = onCaller();
    }

    @Override
    String name() {
        return "baton";
    }

    @Override
    Strand takeCaller() {
        driver = onCaller();
        return driver;
    }

    private BatonStrand onCaller() {
        var strand = new BatonStrand(this);
        strand.takeCaller();
        return strand;
    }

    private static BatonStrand of(Strand strand) {
        return (BatonStrand) strand; // a loop has one carrier, which makes all of its strands
    }

    @Override
    void letThreadEnd() {
        Thread.ofVirtual().start(() -> {});
    }

    @Override
    void turnLoop() {
        loop.reserve.fillRoomToPark();
        do {
            loop.tick();
            awaitTurn(driver);
        } while (!loop.stopping());
        loop.errors.throwFatal();
    }

    @Override
    void runReady() {
        BatonStrand me = of(loop.turn.requireHolder());
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

    private void run(BatonStrand me, Ready taken) {
        if (taken instanceof Coroutine c && c.strand != null) {
            handOn(me, of(c.strand));
        } else if (taken instanceof Coroutine c && !c.endIfCancelled()) {
            handOn(me, create(c));
        } else if (taken instanceof Handle h && h.isLoopStep()) {
            h.run();
        } else if (taken instanceof Handle h) {
            loop.turn.run(h);
            Thread.interrupted(); // the callback's own: it ends with it
        }
    }

    /// Fails, before anything has changed, if there is no stack or no heap left to hand the turn on.
    void prepareToHandOn() {
        loop.reserve.checkRoomToPark();
        reserveStack(STACK_FOR_A_TICK);
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
            BatonStrand me = of(loop.turn.requireHolder());
            if (me == driver) {
                loop.waiting.noteInterrupt();
            } else {
                me.interrupted = true;
            }
        }
        if (!virtualThreadsSelect
                && loop.waiting.poller.hasSelected()
                && Thread.currentThread().isVirtual()) {
            selectOnAVirtualThread();
        }
    }

    /// Below a virtual thread that waits in a selector the JDK has a poller of its own, with descriptors that it
    /// takes at the first such wait. Were there none left by then, it would never try again, and no loop could wait
    /// for a channel any more.
    private static void selectOnAVirtualThread() {
        try (Selector none = Selector.open()) {
            none.select(1);
        } catch (IOException e) {
            throw new UncheckedIOException("the JDK could not wait in a selector on a virtual thread", e);
        }
        virtualThreadsSelect = true;
    }

    /// Gives the turn to a coroutine's first step, and from that back to its parent.
    void handOnTo(Coroutine child, BatonStrand parent) {
        BatonStrand strand = create(child);
        strand.backTo = parent;
        handOn(parent, strand);
    }

    /// Turns the loop until it has found who goes on, which may be this strand itself.
    ///
    /// It returns before it waits: what lies on a suspended stack is held for each task that waits.
    void handOn(BatonStrand me) {
        BatonStrand parent = me.backTo;
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
    private void handOn(BatonStrand me, BatonStrand to) {
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

    private void start(BatonStrand me, BatonStrand to) {
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
    ///
    /// What follows the park has no branch, for the reason that [DirectStrand#run()] gives.
    void awaitTurn(BatonStrand me) {
        if (me.handedOn && !me.turn) {
            LockSupport.park(this);
            unparked(me);
        }
        me.turn = false;
        me.handedOn = false;
    }

    private void unparked(BatonStrand me) {
        boolean interrupted = takeInterrupt(me);
        while (!me.turn) {
            LockSupport.park(this);
            interrupted |= takeInterrupt(me);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// {@return whether the thread was interrupted for its task}
    private boolean takeInterrupt(BatonStrand me) {
        boolean interrupted = Thread.interrupted();
        if (interrupted && me == driver) {
            loop.waiting.noteInterrupt();
            return false;
        }
        return interrupted;
    }

    private BatonStrand create(Coroutine coroutine) {
        BatonStrand made = unstarted();
        made.job = coroutine;
        return made;
    }

    private BatonStrand runner() {
        BatonStrand strand = runner;
        if (strand == null) {
            strand = unstarted();
            runner = strand;
        }
        return strand;
    }

    private BatonStrand unstarted() {
        var strand = new BatonStrand(this);
        strand.handedOn = true;
        strand.thread(Thread.ofVirtual().inheritInheritableThreadLocals(false).unstarted(strand));
        return strand;
    }

    void runCallbacks(BatonStrand me) {
        do {
            handOn(me);
            awaitTurn(me);
        } while (!me.abandoned);
    }

    @Override
    void close() {
        for (Coroutine c : loop.live.list()) {
            Strand strand = c.strand;
            if (strand != null) {
                abandon(of(strand));
            }
        }
        if (runner != null) {
            abandon(runner);
            runner = null;
        }
    }

    private void abandon(BatonStrand strand) {
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
