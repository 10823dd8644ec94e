package rondo.loop;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import rondo.time.SystemClock;

/// What the direct carrier does with a strand whose step returned although it is at no await of ours: it is in
/// a call that blocks its thread (or it called `Thread.yield`, and goes on at once).
///
/// The loop's thread only, but for [#returned(Thread)].
final class BlockingCalls {
    private static final long SHORT_LOCK_NANOS = Duration.ofMillis(20).toNanos();

    /// So long the loop waits, beyond any limit, for one that loads a class: whoever has the class loader's lock could
    /// be a task that is suspended.
    private static final long LONGEST_LOAD_NANOS = Duration.ofSeconds(10).toNanos();

    private final DirectCarrier carrier;
    private final EventLoop loop;
    private final Map<Thread, LetGo> letGo = new HashMap<>();
    private int goingOn; // how many of these run now, one in the middle of the other
    private final Set<DirectStrand> loading = new LinkedHashSet<>(); // of these, which load a class since
    private final Map<String, Integer> slowSites = new HashMap<>(); // call sites that reached the limit, and how often

    private final Queue<Thread> returned = new ConcurrentLinkedQueue<>(); // any thread
    private final Queue<Runnable> expired = new ConcurrentLinkedQueue<>(); // any thread
    private volatile boolean waiting; // any thread: the loop's thread is parked in awaitReturn
    private volatile boolean closed; // any thread: nobody will look into the two queues any more
    private final Returned marker = new Returned();

    /// A strand in a blocking call that the loop no longer waits for.
    ///
    /// @param coroutine what was current on it
    /// @param context or the context variables of its callback
    private record LetGo(
            DirectStrand strand,
            @Nullable Coroutine coroutine,
            @Nullable Context context) {}

    /// Stands in the ready queue for whatever is in `returned`.
    static final class Returned extends Ready {
        private Returned() {}

        @Override
        public Object subject() {
            return this;
        }

        @Override
        public @Nullable Object cause() {
            return null;
        }
    }

    BlockingCalls(DirectCarrier carrier) {
        this.carrier = carrier;
        this.loop = carrier.loop;
    }

    /// Takes note of a thread of ours that the JDK wants to run again. Any thread; never blocks.
    void returned(Thread thread) {
        returned.add(thread);
        if (closed) {
            handOver();
        } else {
            wake();
        }
    }

    /// Takes note of what ends a timed park of a thread of ours. Any thread; never blocks.
    void expired(Runnable command) {
        expired.add(command);
        if (closed) {
            runExpired();
        } else {
            wake();
        }
    }

    private void wake() {
        if (waiting) {
            LockSupport.unpark(carrier.thread());
        }
        loop.waiting.arrive(marker);
    }

    private void runExpired() {
        for (Runnable command = expired.poll(); command != null; command = expired.poll()) {
            command.run();
        }
    }

    /// Decides, by the loop's policy, what becomes of a strand in a blocking call. Returns when the strand's
    /// step has ended or it was let go.
    ///
    /// Loads no class on the way to the wait: the strand may be queueing for the class loader, and whoever
    /// queues behind it here is the only one who can run it. A switch over an enum would be such a class. For the
    /// same reason no slow limit ends the wait for a strand that loads a class.
    void handle(DirectStrand strand) {
        if (runWhileResubmitted(strand)) {
            return;
        }
        Blocking policy = loop.options().blocking();
        if (policy == Blocking.WAIT) {
            waitUpToLimit(strand);
        } else if (policy == Blocking.YIELD) {
            letGoUnlessLoading(strand);
        } else if (policy == Blocking.STALL) {
            awaitReturn(strand, Long.MAX_VALUE);
        } else {
            fail(strand);
        }
        awaitLoading();
    }

    private void letGoUnlessLoading(DirectStrand strand) {
        if (!loadsClass(strand) || !awaitReturn(strand, 0)) {
            letGo(strand);
        }
    }

    private void waitUpToLimit(DirectStrand strand) {
        String site = slowSites.isEmpty() ? null : StackFrames.callSite(strand.stack());
        if (site != null && slowSites.containsKey(site) && !loadsClass(strand)) {
            report(strand, site, Duration.ZERO);
            letGo(strand);
        } else if (!awaitReturn(strand, loop.options().slowLimit().toNanos())) {
            report(strand, StackFrames.callSite(strand.stack()), loop.options().slowLimit());
            letGo(strand);
        }
    }

    private void report(DirectStrand strand, String site, Duration lasted) {
        int times = slowSites.merge(site, 1, Integer::sum);
        String detail = times == 1 ? "" : "call " + times + " from here; it lets others run at once";
        loop.watchdog.blocked(loop.turn.describe(), strand.thread(), lasted, detail);
    }

    /// A lock of the JDK's own that another thread holds for a moment is no blocking call; a timed wait always is.
    private void fail(DirectStrand strand) {
        boolean timed = strand.thread().getState() == Thread.State.TIMED_WAITING;
        if (!timed && awaitReturn(strand, SHORT_LOCK_NANOS)) {
            return;
        }
        var stack = strand.stack().toArray(StackTraceElement[]::new);
        var failure = new BlockingCallException(loop.turn.describe(), stack);
        loop.forbiddenCallListener.accept(failure);
        strand.failBlockingCall(failure);
        awaitReturn(strand, Long.MAX_VALUE);
    }

    /// Goes on with strands that were let go and can run again. Run by the loop as what stands in the ready
    /// queue.
    void resumeReturned() {
        goOnReturned();
        awaitLoading();
        carrier.unmounted();
        loop.errors.throwFatal();
    }

    private void goOnReturned() {
        runExpired();
        while (!loop.errors.hasFatal()) {
            Thread thread = returned.poll();
            if (thread == null) {
                return;
            }
            LetGo gone = letGo.get(thread);
            if (gone != null) {
                goOn(gone);
            }
        }
    }

    /// Waits for those that were let go, went on, and have come to load a class.
    private void awaitLoading() {
        if (loading.isEmpty()) {
            return;
        }
        long start = SystemClock.instance().nanos();
        long left = LONGEST_LOAD_NANOS;
        while (left > 0 && !loading.isEmpty() && !loop.errors.hasFatal()) {
            park(loading.iterator().next(), left);
            goOnReturned();
            left = LONGEST_LOAD_NANOS - (SystemClock.instance().nanos() - start);
        }
        loading.clear();
    }

    /// Whether a strand is in a call that loads a class, by the names on its stack: to ask what these classes are
    /// could load one. It then has a class loader's lock, or queues for it, and the loop's own thread could need
    /// that lock for a class of its own. Where any blocking call is an await, a stack each would be dear, and only
    /// those that queue for a monitor are looked at.
    private boolean loadsClass(DirectStrand strand) {
        if (loop.options().blocking() == Blocking.YIELD && strand.thread().getState() != Thread.State.BLOCKED) {
            return false;
        }
        for (StackTraceElement frame : strand.thread().getStackTrace()) {
            String name = frame.getClassName();
            if (name.equals("java.lang.ClassLoader")
                    || name.startsWith("jdk.internal.loader.")
                    || name.startsWith("java.util.zip.ZipFile")) { // the file of a class path
                return true;
            }
        }
        return false;
    }

    /// Waits until a strand's step has ended, running meanwhile only that strand and those that were let go
    /// earlier.
    ///
    /// @return false if the limit, in ns, came first; not while somebody loads a class, unless that takes too long
    private boolean awaitReturn(DirectStrand strand, long limitNanos) {
        long start = SystemClock.instance().nanos();
        while (true) {
            runExpired();
            if (runWhileResubmitted(strand)) {
                return true;
            }
            for (Thread thread = returned.poll(); thread != null; thread = returned.poll()) {
                LetGo other = letGo.get(thread);
                if (other != null) {
                    goOn(other);
                } else if (thread == strand.thread() && runWhileResubmitted(strand, true)) {
                    return true;
                }
            }
            long left = limitNanos - (SystemClock.instance().nanos() - start);
            if (left <= 0) {
                left += LONGEST_LOAD_NANOS;
                if (left <= 0 || (loading.isEmpty() && !loadsClass(strand))) {
                    return false;
                }
            }
            if (!strand.resubmitted) { // its call may have ended while its stack was taken
                park(strand, left);
            }
        }
    }

    /// Waits until a strand can run again, or a time in ns has passed, as if the one that is waited for ran.
    private void park(DirectStrand strand, long nanos) {
        loop.turn.to(strand);
        waiting = true;
        if (returned.isEmpty() && expired.isEmpty()) {
            LockSupport.parkNanos(this, nanos);
        }
        waiting = false;
        if (Thread.interrupted()) {
            strand.thread().interrupt(); // meant for whoever runs here, and that is the strand
        }
    }

    private void letGo(DirectStrand strand) {
        leaves(strand);
        loop.outsideWorkStarted();
        if (strand.resubmitted) {
            returned(strand.thread()); // its call ended while its stack was taken, and the JDK says so only once
        }
    }

    /// Whether a strand that was let go runs again, or what it has started eagerly: perhaps in the middle of another's
    /// step, so that nothing else may begin.
    boolean goesOn() {
        return goingOn > 0;
    }

    /// Runs a strand that was let go, until its step ends or it blocks again.
    private void goOn(LetGo gone) {
        DirectStrand strand = gone.strand;
        Strand holder = loop.turn.requireHolder();
        Coroutine current = loop.turn.swap(gone.coroutine);
        Context context = loop.turn.swapCallbackContext(gone.context);
        loading.remove(strand);
        goingOn++;
        try {
            if (runWhileResubmitted(strand, true)) {
                cameBack(strand);
                carrier.startChildren(strand);
            } else {
                blocksAgain(strand);
            }
        } finally {
            goingOn--;
        }
        loop.turn.swap(current);
        loop.turn.swapCallbackContext(context);
        loop.turn.to(holder);
    }

    private void blocksAgain(DirectStrand strand) {
        leaves(strand);
        if (loadsClass(strand)) {
            loading.add(strand);
        }
        if (strand.resubmitted) {
            returned(strand.thread()); // its call ended while its stack was taken
        }
    }

    /// Notes what runs on a strand that others run in the middle of.
    private void leaves(DirectStrand strand) {
        var gone = new LetGo(strand, loop.turn.swap(null), loop.turn.swapCallbackContext(null));
        letGo.put(strand.thread(), gone);
    }

    private void cameBack(DirectStrand strand) {
        letGo.remove(strand.thread());
        loop.outsideWorkEnded();
    }

    private boolean runWhileResubmitted(DirectStrand strand) {
        return runWhileResubmitted(strand, strand.resubmitted);
    }

    private boolean runWhileResubmitted(DirectStrand strand, boolean first) {
        boolean again = first;
        while (again && strand.is(Strand.At.STEP)) {
            strand.resubmitted = false;
            carrier.run(strand);
            again = strand.resubmitted;
        }
        return !strand.is(Strand.At.STEP);
    }

    /// The loop is about to be closed: no await of a strand that was let go succeeds any more.
    void abandon() {
        for (LetGo gone : letGo.values()) {
            gone.strand.abandoned = true;
        }
    }

    /// Leaves to the JDK what is still in a blocking call: it unwinds at its next await, wherever it runs then.
    ///
    /// Whoever adds to a queue looks at `closed` afterwards, and `closed` is set before the queues are emptied
    /// here: nothing is left in them, whichever comes first.
    void close() {
        closed = true;
        runExpired();
        handOver();
        for (LetGo gone : letGo.values()) {
            gone.strand.thread().interrupt();
        }
        letGo.clear();
        loading.clear();
    }

    private void handOver() {
        for (Thread thread = returned.poll(); thread != null; thread = returned.poll()) {
            carrier.threads.defaultScheduler().execute(carrier.threads.continuationOf(thread));
        }
    }
}
