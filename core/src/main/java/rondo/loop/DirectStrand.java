package rondo.loop;

import org.jspecify.annotations.Nullable;

/// A strand of the direct carrier: a virtual thread that the loop's own thread runs, or that thread itself.
///
/// Here is what happens on the virtual thread; [DirectCarrier] is the loop's side.
final class DirectStrand extends Strand {
    private static final ClassLoader CLASS_LOADER = ClassLoader.getSystemClassLoader(); // a new thread's

    private final DirectCarrier carrier;

    @Nullable Runnable continuation; // what runs the thread from its last suspension to its next; not the loop's own

    @Nullable Coroutine eagerChild; // what to start before this strand goes on

    boolean resubmitted; // the JDK asked for another run within the step

    private @Nullable BlockingCallException blockingFailure; // what its coroutine fails with, by Blocking.FAIL
    private boolean interruptedByUs;

    DirectStrand(DirectCarrier carrier) {
        this.carrier = carrier;
    }

    /// Most strands are suspended in their first body for most of their lives, so each frame here is a part of
    /// each suspended stack. And what follows the call that may suspend has no branch: the compiler, which has
    /// not seen any body come back by then, would compile a trap there for every one of them.
    @Override
    public void run() {
        at(At.STEP);
        try {
            if (takeBody()) {
                carrier.bodyBegins(this, body());
                try {
                    body().run();
                } catch (Throwable e) {
                    throw carrier.bodyFailed(body(), e);
                } finally {
                    carrier.bodyEnds(this, body());
                }
                serve();
            }
        } catch (Throwable e) {
            carrier.failed(this, e);
        } finally {
            at(At.ENDED);
        }
    }

    private void serve() {
        wipe();
        while (takeBody()) {
            runBody(body());
            wipe();
        }
    }

    /// Runs a coroutine's body from its first step to its end, as [#run()] does with a strand's first one.
    private void runBody(Coroutine coroutine) {
        carrier.bodyBegins(this, coroutine);
        try {
            coroutine.run();
        } catch (Throwable e) {
            throw carrier.bodyFailed(coroutine, e);
        } finally {
            carrier.bodyEnds(this, coroutine);
        }
    }

    /// Runs callbacks until there is a body to run, and leaves that as the strand's job: in a local variable of
    /// a frame below, an idle strand would still hold what it has run.
    ///
    /// @return false if the thread has to end
    private boolean takeBody() {
        while (takeJob()) {
            if (job instanceof Coroutine) {
                return true;
            }
            runCallback();
        }
        return false;
    }

    private void runCallback() {
        if (job instanceof Handle h) {
            job = null;
            if (h.isLoopStep()) {
                h.run();
                return;
            }
            carrier.loop.turn.run(h);
            reportBlockingFailure(h);
            wipe();
        }
    }

    private void reportBlockingFailure(Handle callback) {
        BlockingCallException failure = takeBlockingFailure();
        if (failure != null) {
            carrier.loop.callExceptionHandler(
                    new ErrorReport("exception in callback " + callback, failure, "handle", callback));
        }
    }

    /// Takes the next job: what this strand was made for, or the head of the ready queue for as long as that
    /// needs no strand of its own. Waits for one as an idle runner.
    ///
    /// @return false if the thread has to end instead
    private boolean takeJob() {
        do {
            if (job == null && !abandoned) {
                job = carrier.takeHead();
            }
            if (job != null) {
                return true;
            }
        } while (stayIdle());
        return false;
    }

    /// Waits for the next job.
    ///
    /// @return false if the thread has to end instead
    private boolean stayIdle() {
        if (abandoned || !carrier.keepIdle(this)) {
            return false;
        }
        unmount(At.IDLE);
        return !abandoned;
    }

    /// Takes away what a job has left on its thread, before another gets it.
    @SuppressWarnings("ReferenceEquality") // the very loader
    private void wipe() {
        Thread current = thread();
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

    // --- suspended -------------------------------------------------------------------------------

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // on our own scheduler a yield is a suspension, and nothing else
    void suspend(Coroutine coroutine) {
        clearOwnInterrupt();
        at(At.AWAIT);
        Thread.yield();
        takeUpStep();
    }

    @Override
    void startEagerly(Coroutine child) {
        eagerChild = child;
        unmount(At.AWAIT);
    }

    @SuppressWarnings("ThreadPriorityCheck") // on our own scheduler a yield is a suspension, and nothing else
    private void unmount(At where) {
        at(where);
        try {
            Thread.yield();
            takeUpStep();
        } catch (Throwable e) { // it goes on at once: pinned, or no stack or no memory left to suspend it
            at(At.STEP);
            eagerChild = null;
            throw e;
        }
    }

    /// The loop has called, unless the thread could not be unmounted.
    private void takeUpStep() {
        if (!is(At.CALLED)) {
            throw Pinned.exception(stack());
        }
        at(At.STEP);
    }

    // --- blocking calls --------------------------------------------------------------------------

    /// Ends the blocking call that it is in, and has its step fail for it. Called on the loop's own stack.
    void failBlockingCall(BlockingCallException failure) {
        blockingFailure = failure;
        interruptBlockingCall();
    }

    @Override
    void interruptBlockingCall() {
        if (is(At.STEP)) {
            interruptedByUs = true;
            thread().interrupt();
        }
    }

    @Override
    @Nullable BlockingCallException takeBlockingFailure() {
        BlockingCallException failure = blockingFailure;
        if (failure != null) { // hardly ever: no store at each step
            blockingFailure = null;
        }
        return failure;
    }

    @Override
    void bodyEnded() {
        super.bodyEnded();
        blockingFailure = null;
        clearOwnInterrupt();
    }

    /// Takes back an interrupt of ours, where a step ends.
    private void clearOwnInterrupt() {
        if (interruptedByUs) {
            interruptedByUs = false;
            Thread.interrupted();
        }
    }
}
