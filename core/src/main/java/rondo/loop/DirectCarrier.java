package rondo.loop;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Coroutines as virtual threads that the loop's own thread runs.
///
/// A coroutine suspends by `Thread.yield()`: the JDK unmounts it and hands its continuation to [LoopScheduler],
/// which keeps quiet about it; the loop resumes it by running that continuation. On the loop's bare thread run
/// only continuations, the poll and [LoopStep]s. Callbacks and first steps run in a *runner*, a strand that
/// takes the head of the ready queue for as long as it is one of these, counting down the same snapshot, so
/// that the order stays the queue's.
///
/// Here is the loop's side, [DirectStrand] is the coroutines'. Everything belongs to the loop's thread or to the
/// coroutine that is mounted on it.
final class DirectCarrier extends Carrier {
    /// Idle runners that are kept. More would only help bursts, and hurt programs whose tasks suspend.
    private static final int IDLE_LIMIT = 64;

    final LoopThreads threads;
    private final Thread.Builder.OfVirtual threadBuilder;
    private final BlockingCalls blockingCalls;
    private final InterruptWatch interrupts;
    private final ArrayDeque<DirectStrand> idle = new ArrayDeque<>();
    private final ArrayDeque<DirectStrand> eagerParents = new ArrayDeque<>();

    private DirectStrand bare; // the loop's own thread, with no coroutine on it

    DirectCarrier(EventLoop loop, LoopThreads threads) {
        super(loop);
        this.threads = threads;
        this.bare = onCaller();
        this.threadBuilder = threads.builder(new LoopScheduler(this));
        this.blockingCalls = new BlockingCalls(this);
        this.interrupts = new InterruptWatch(() -> loop.waiting.noteInterrupt());
    }

    @Override
    String name() {
        return "direct";
    }

    @Override
    Strand takeCaller() {
        bare = onCaller();
        return bare;
    }

    private DirectStrand onCaller() {
        var strand = new DirectStrand(this);
        strand.takeCaller();
        return strand;
    }

    @Override
    void letThreadEnd() {
        unwind(create());
    }

    @Override
    void turnLoop() {
        interrupts.begin();
        try {
            do {
                loop.tick();
            } while (!loop.stopping());
        } finally {
            interrupts.end();
        }
    }

    @Override
    void polled() {
        interrupts.afterPoll(loop.waiting.poller.hasSelected());
    }

    @Override
    void runReady() {
        while (loop.snapshot.hasNext()) {
            Ready head = loop.snapshot.first();
            if (head instanceof Coroutine c && c.strand != null) {
                loop.snapshot.take();
                loop.turn.enter(c);
                resume(of(c.strand));
            } else if (head instanceof Coroutine c && c.endIfCancelled()) {
                loop.snapshot.take();
            } else if (head instanceof Handle h && h.isLoopStep()) {
                loop.snapshot.take();
                h.run();
                loop.errors.throwFatal();
            } else if (head instanceof BlockingCalls.Returned) {
                loop.snapshot.take();
                blockingCalls.resumeReturned();
            } else {
                resume(runner()); // it takes the head itself: a first step, or a callback of the program's
            }
        }
    }

    private static DirectStrand of(Strand strand) {
        return (DirectStrand) strand; // a loop has one carrier, which makes all of its strands
    }

    /// {@return the loop's own} Any thread.
    Thread thread() {
        return bare.thread();
    }

    // --- on the loop's bare thread ---------------------------------------------------------------

    /// Gives a strand its next step, and the children that it starts eagerly theirs before it goes on.
    private void resume(DirectStrand strand) {
        mount(strand);
        startChildren(strand);
        loop.errors.throwFatal(); // not before: a parent whose child ends the run still has the rest of its step
    }

    /// Gives the child that a strand wants to start eagerly its first step, and then the strand the rest of its
    /// own.
    void startChildren(DirectStrand first) {
        int outer = eagerParents.size(); // not ours: a strand that was let go may come back inside another's step
        DirectStrand strand = first;
        while (true) {
            Coroutine child = strand.eagerChild;
            if (child != null) {
                strand.eagerChild = null;
                eagerParents.push(strand);
                strand = runner();
                strand.job = child;
            } else if (eagerParents.size() == outer) {
                return;
            } else {
                strand = eagerParents.pop();
            }
            mount(strand);
        }
    }

    /// Runs one step of a strand: until it is suspended at an await, idle or ended, or was let go in a blocking
    /// call.
    private void mount(DirectStrand strand) {
        strand.at(Strand.At.CALLED);
        run(strand);
        while (strand.is(Strand.At.CALLED) && strand.thread().isAlive()) {
            Thread.onSpinWait(); // a thread dump holds it for a moment
            run(strand);
        }
        if (strand.is(Strand.At.STEP)) {
            blockingCalls.handle(strand);
        }
        unmounted();
    }

    /// Runs a strand's continuation once.
    void run(DirectStrand strand) {
        Runnable continuation = strand.continuation;
        assert continuation != null;
        loop.turn.to(strand);
        continuation.run();
    }

    /// The loop's thread is itself again.
    void unmounted() {
        loop.turn.to(bare);
        loop.turn.leave();
    }

    private DirectStrand runner() {
        DirectStrand strand = idle.poll();
        return strand != null ? strand : create();
    }

    private DirectStrand create() {
        var strand = new DirectStrand(this);
        Thread made = threadBuilder.unstarted(strand);
        strand.thread(made);
        strand.continuation = threads.continuationOf(made);
        loop.turn.to(strand); // so that the scheduler knows whose start it sees
        try {
            made.start();
        } finally {
            loop.turn.to(bare);
        }
        return strand;
    }

    // --- asked by a runner -----------------------------------------------------------------------

    /// Takes the head of the ready queue for the runner that asks, if it needs no strand of its own, and nobody's step
    /// is half done.
    ///
    /// @return a first step or a callback; null if there is none for it
    @Nullable Ready takeHead() {
        while (loop.snapshot.hasArranged()
                && !blockingCalls.goesOn()
                && eagerParents.isEmpty()
                && !loop.errors.hasFatal()) {
            Ready head = loop.snapshot.first();
            if ((head instanceof Coroutine c && c.strand != null) || head instanceof BlockingCalls.Returned) {
                return null;
            }
            loop.snapshot.take();
            if (!(head instanceof Coroutine c && c.endIfCancelled())) {
                return head;
            }
        }
        return null;
    }

    /// Keeps a runner for what comes later.
    ///
    /// @return false if its thread has to end instead
    boolean keepIdle(DirectStrand strand) {
        if (idle.size() >= IDLE_LIMIT || loop.debug() || loop.closed()) {
            return false;
        }
        idle.push(strand);
        return true;
    }

    /// The machinery itself has failed on a strand: out of memory.
    void failed(DirectStrand strand, Throwable e) {
        idle.remove(strand);
        loop.fatal(e);
    }

    // --- the end ---------------------------------------------------------------------------------

    @Override
    void close() {
        blockingCalls.abandon();
        for (Coroutine c : loop.live.list()) {
            Strand strand = c.strand;
            if (strand != null && strand.is(Strand.At.AWAIT)) {
                loop.turn.enter(c);
                unwind(of(strand));
            }
        }
        for (DirectStrand strand = idle.poll(); strand != null; strand = idle.poll()) {
            unwind(strand);
        }
        blockingCalls.close();
    }

    private void unwind(DirectStrand strand) {
        strand.abandoned = true;
        try {
            resume(strand);
        } catch (Error e) {
            loop.fatal(e); // out of memory; the others still have to end
        }
    }

    /// Takes note of a strand's thread that the JDK wants to run again, from any thread.
    void returned(Thread strandThread) {
        blockingCalls.returned(strandThread);
    }

    /// Takes note of what the JDK wants to run at the end of a timed park, from any thread.
    void expired(Runnable command) {
        blockingCalls.expired(command);
    }
}
