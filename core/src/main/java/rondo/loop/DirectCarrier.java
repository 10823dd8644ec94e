package rondo.loop;

import java.util.ArrayDeque;

/// Coroutines as virtual threads that the loop's own thread runs.
///
/// A coroutine suspends by `Thread.yield()`: the JDK unmounts it and hands its continuation to [LoopScheduler],
/// which keeps quiet about it; the loop resumes it by running that continuation. On the loop's bare thread run
/// only continuations, the poll and [LoopStep]s. Callbacks and first steps run in a *runner*, a strand that
/// takes the head of the ready queue for as long as it is one of these, counting down the same snapshot, so
/// that the order stays the queue's.
///
/// Everything here belongs to the loop's thread or to the coroutine that is mounted on it.
final class DirectCarrier extends Carrier {
    /// Idle runners that are kept. More would only help bursts, and hurt programs whose tasks suspend.
    private static final int IDLE_LIMIT = 64;

    private static final ClassLoader CLASS_LOADER = ClassLoader.getSystemClassLoader(); // a new thread's

    final LoopThreads threads;
    private final Thread.Builder.OfVirtual threadBuilder;
    private final BlockingCalls blockingCalls;
    private final InterruptWatch interrupts;
    private final ArrayDeque<Strand> idle = new ArrayDeque<>();
    private final ArrayDeque<Strand> eagerParents = new ArrayDeque<>();

    private Strand bare; // the loop's own thread, with no coroutine on it

    DirectCarrier(EventLoop loop, LoopThreads threads) {
        super(loop);
        this.threads = threads;
        this.bare = Strand.ofCaller(loop);
        this.threadBuilder = threads.builder(new LoopScheduler(this));
        this.blockingCalls = new BlockingCalls(this);
        this.interrupts = new InterruptWatch(() -> loop.waiting.noteInterrupt());
    }

    @Override
    String name() {
        return "direct";
    }

    @Override
    void drive(Strand own) {
        bare = own;
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
                resume(c.strand);
            } else if (head instanceof Coroutine c && c.endIfCancelled()) {
                loop.snapshot.take();
            } else if (head instanceof Handle h && h.isLoopStep()) {
                loop.snapshot.take();
                h.run();
                loop.errors.throwFatal();
            } else if (head instanceof Strand) {
                loop.snapshot.take();
                blockingCalls.resumeReturned();
            } else {
                resume(runner()); // it takes the head itself: a first step, or a callback of the program's
            }
        }
    }

    /// {@return the loop's own} Any thread.
    Thread thread() {
        return bare.thread();
    }

    // --- on the loop's bare thread ---------------------------------------------------------------

    /// Gives a strand its next step, and the children that it starts eagerly theirs before it goes on.
    private void resume(Strand strand) {
        mount(strand);
        startChildren(strand);
        loop.errors.throwFatal(); // not before: a parent whose child ends the run still has the rest of its step
    }

    /// Gives the child that a strand wants to start eagerly its first step, and then the strand the rest of its
    /// own.
    void startChildren(Strand first) {
        int outer = eagerParents.size(); // not ours: a strand that was let go may come back inside another's step
        Strand strand = first;
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
    private void mount(Strand strand) {
        strand.mounts++;
        run(strand);
        while (strand.acknowledged != strand.mounts && strand.thread().isAlive()) {
            Thread.onSpinWait(); // a thread dump holds it for a moment
            run(strand);
        }
        if (strand.is(Strand.At.STEP)) {
            blockingCalls.handle(strand);
        }
        unmounted();
    }

    /// Runs a strand's continuation once.
    void run(Strand strand) {
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

    private Strand runner() {
        Strand strand = idle.poll();
        return strand != null ? strand : create();
    }

    private Strand create() {
        var strand = new OwnStrand();
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

    // --- on the strand ---------------------------------------------------------------------------

    /// A strand on a thread of ours.
    private final class OwnStrand extends Strand {
        OwnStrand() {
            super(DirectCarrier.this.loop);
        }

        /// Most strands are suspended in their first body for most of their lives, so each frame here is a part
        /// of each suspended stack. And what follows the call that may suspend has no branch: the compiler,
        /// which has not seen any body come back by then, would compile a trap there for every one of them.
        @Override
        public void run() {
            acknowledge();
            try {
                if (takeBody(this)) {
                    bodyBegins(this, body());
                    try {
                        body().run();
                    } catch (Throwable e) {
                        throw bodyFailed(body(), e);
                    } finally {
                        bodyEnds(this, body());
                    }
                    serve(this);
                }
            } catch (Throwable e) {
                idle.remove(this);
                loop.fatal(e); // the machinery itself has failed: out of memory
            } finally {
                at(Strand.At.ENDED);
            }
        }
    }

    private void serve(Strand me) {
        wipe(me);
        while (takeBody(me)) {
            runBody(me, me.body());
            wipe(me);
        }
    }

    /// Runs a coroutine's body from its first step to its end, as [OwnStrand] does with a strand's first one.
    private void runBody(Strand me, Coroutine coroutine) {
        bodyBegins(me, coroutine);
        try {
            coroutine.run();
        } catch (Throwable e) {
            throw bodyFailed(coroutine, e);
        } finally {
            bodyEnds(me, coroutine);
        }
    }

    /// Runs callbacks until there is a body to run, and leaves that as the strand's job: in a local variable of
    /// a frame below, an idle strand would still hold what it has run.
    ///
    /// @return false if the thread has to end
    private boolean takeBody(Strand me) {
        while (takeJob(me)) {
            if (me.job instanceof Coroutine) {
                return true;
            }
            runCallback(me);
        }
        return false;
    }

    private void runCallback(Strand me) {
        if (me.job instanceof Handle h) {
            me.job = null;
            loop.turn.run(h);
            reportBlockingFailure(me, h);
            wipe(me);
        }
    }

    /// Takes the next job: what this strand was made for, or the head of the ready queue for as long as that
    /// needs no strand of its own. Waits for one as an idle runner.
    ///
    /// @return false if the thread has to end instead
    private boolean takeJob(Strand me) {
        do {
            if (me.job != null || takeHead(me)) {
                return true;
            }
        } while (stayIdle(me));
        return false;
    }

    private boolean takeHead(Strand me) {
        while (loop.snapshot.hasArranged()
                && !me.abandoned
                && !blockingCalls.goesOn()
                && eagerParents.isEmpty()
                && !loop.errors.hasFatal()) {
            Ready head = loop.snapshot.first();
            if ((head instanceof Coroutine c && c.strand != null) || head instanceof Strand) {
                return false;
            }
            loop.snapshot.take();
            if (!(head instanceof Coroutine c && c.endIfCancelled())) {
                me.job = head;
                return true;
            }
        }
        return false;
    }

    private void reportBlockingFailure(Strand me, Handle callback) {
        BlockingCallException failure = me.takeBlockingFailure();
        if (failure != null) {
            loop.callExceptionHandler(
                    new ErrorReport("exception in callback " + callback, failure, "handle", callback));
        }
    }

    /// Takes away what a job has left on its thread, before another gets it.
    @SuppressWarnings("ReferenceEquality") // the very loader
    private void wipe(Strand me) {
        Thread current = me.thread();
        Thread.interrupted();
        LoopThreads.dropThreadLocals(current);
        if (!current.getName().isEmpty()) {
            current.setName("");
        }
        if (current.getContextClassLoader() != CLASS_LOADER) {
            current.setContextClassLoader(CLASS_LOADER);
        }
        if (!(current.getUncaughtExceptionHandler() instanceof ThreadGroup)) {
            current.setUncaughtExceptionHandler(null);
        }
    }

    /// Waits for the next job.
    ///
    /// @return false if the thread has to end instead
    private boolean stayIdle(Strand me) {
        if (me.abandoned || idle.size() >= IDLE_LIMIT || loop.debug() || loop.closed()) {
            return false;
        }
        idle.push(me);
        unmount(me, Strand.At.IDLE);
        return !me.abandoned;
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // on our own scheduler a yield is a suspension, and nothing else
    void suspend(Coroutine coroutine, Strand me) {
        int before = me.mounts;
        me.at(Strand.At.AWAIT);
        Thread.yield();
        mounted(me, before);
    }

    @Override
    void startEagerly(Coroutine coroutine) {
        Strand me = holder();
        me.eagerChild = coroutine;
        unmount(me, Strand.At.AWAIT);
    }

    @SuppressWarnings("ThreadPriorityCheck") // on our own scheduler a yield is a suspension, and nothing else
    private static void unmount(Strand me, Strand.At at) {
        int before = me.mounts;
        me.at(at);
        try {
            Thread.yield();
            mounted(me, before);
        } catch (Throwable e) { // it goes on at once: pinned, or no stack or no memory left to suspend it
            me.at(Strand.At.STEP);
            me.eagerChild = null;
            throw e;
        }
    }

    private static void mounted(Strand me, int before) {
        if (me.mounts == before) {
            throw Pinned.exception(me.stack());
        }
        me.acknowledge();
    }

    // --- the end ---------------------------------------------------------------------------------

    @Override
    void close(Strand own) {
        bare = own;
        blockingCalls.abandon();
        for (Coroutine c : loop.live.list()) {
            Strand strand = c.strand;
            if (strand != null && strand.is(Strand.At.AWAIT)) {
                loop.turn.enter(c);
                unwind(strand);
            }
        }
        for (Strand strand = idle.poll(); strand != null; strand = idle.poll()) {
            unwind(strand);
        }
        blockingCalls.close();
    }

    private void unwind(Strand strand) {
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
