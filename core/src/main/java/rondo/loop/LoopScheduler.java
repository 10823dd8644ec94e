package rondo.loop;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// What the JDK takes for the scheduler of our coroutines.
///
/// It is a `ForkJoinPool` only because the JDK gives timed parks to the scheduler when it is one; a pool of our
/// own starts no thread. It may be called from any thread, and never blocks, locks or rejects: a continuation
/// that is refused is lost for ever.
final class LoopScheduler extends ForkJoinPool {
    private final DirectCarrier carrier;

    LoopScheduler(DirectCarrier carrier) {
        super(1);
        this.carrier = carrier;
    }

    /// Called by the JDK with the continuation of a virtual thread that can run: one of ours, or one that was
    /// created inside it and inherited us. That one goes to the JDK's scheduler, for good, when it is started.
    @Override
    @SuppressWarnings("ReferenceEquality") // a continuation is itself only
    public void execute(Runnable continuation) {
        Strand holder = carrier.loop.turn.holder();
        if (holder instanceof DirectStrand mine
                && mine.continuation == continuation
                && Thread.currentThread() == carrier.thread()) {
            // It has just been unmounted here. At an await of ours the loop knows; elsewhere user code called
            // Thread.yield.
            mine.resubmitted = mine.is(Strand.At.STEP);
            return;
        }
        Thread thread = carrier.threads.threadOf(continuation);
        if (carrier.threads.isNew(thread)) { // ours are started with the turn
            carrier.threads.moveToDefaultScheduler(thread);
            carrier.threads.defaultScheduler().execute(continuation);
        } else {
            carrier.returned(thread);
        }
    }

    /// Timed parks: always in real time, on the JDK's own timers.
    ///
    /// What the JDK runs when the time is over makes the thread runnable, on whichever scheduler's thread it
    /// happens to run. So for our own threads it has to run on the loop's.
    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        boolean ours = Thread.currentThread() == carrier.thread();
        Runnable expiry = ours ? () -> carrier.expired(command) : command;
        return carrier.threads.defaultScheduler().schedule(expiry, delay, unit);
    }
}
