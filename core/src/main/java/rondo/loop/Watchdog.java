package rondo.loop;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import rondo.time.SystemClock;

/// Notices from outside that a loop makes no progress, and says where it is while it still is there.
///
/// A thread of its own looks a few times within the slow limit whether the loop's step counter has moved: the
/// loop pays one plain store a step, and no clock reading.
final class Watchdog {
    private static final int LOOKS_PER_LIMIT = 2; // each takes the loop off its core where there is one: some 90 us
    private static final int IDLE_LOOKS = 20;
    private static final int REPEAT_FACTOR = 10; // a pause is reported once, what hangs again and again

    /// Outside debug mode a step that computes, or loads its classes, may take so many limits: it is slow, not
    /// stuck.
    private static final int BUSY_LIMITS = 10;

    private static final long STOP_MILLIS = 1_000;

    private final EventLoop loop;
    private final Queue<Sighting> fromLoop = new ConcurrentLinkedQueue<>(); // any thread
    private volatile @Nullable Thread thread; // any thread; null when off
    private final QueueWatch queue; // the watchdog's thread only
    private volatile boolean resting; // any thread: it looks no more until the loop wakes it

    private long reportedStep = -1; // any thread, under this
    private long nextReportNanos; // any thread, under this: how long that step has lasted when it is reported again

    private long step; // the watchdog's thread only: the step that the loop was last seen in
    private long since; // the watchdog's thread only: when that step was first seen, ns
    private int idleLooks; // the watchdog's thread only
    private @Nullable Throwable failure; // the watchdog's thread only: what ended the last look

    /// What was seen of a thread at one moment. Putting it into words may run code of users, and takes time.
    private record Sighting(
            String who,
            Thread where,
            Duration lasted,
            Thread.State state,
            @Nullable Object blocker,
            List<StackTraceElement> stack,
            String detail) {}

    Watchdog(EventLoop loop) {
        this.loop = loop;
        this.queue = new QueueWatch(loop, message -> Log.warning(message, null));
    }

    void start() {
        if (loop.options().watchdog()) {
            Thread made = Thread.ofPlatform()
                    .daemon()
                    .name("rondo-watchdog-" + loop.options().name())
                    .unstarted(this::watch);
            thread = made; // before it starts: it ends as soon as this is another's
            made.start();
        }
    }

    void stop() {
        Thread mine = thread;
        thread = null;
        if (mine == null) {
            return;
        }
        LockSupport.unpark(mine);
        try {
            mine.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Called by the loop when it leaves its poll.
    void loopAwake() {
        if (resting) {
            resting = false;
            LockSupport.unpark(thread);
        }
    }

    /// Called by the loop, on its bare thread, for a call that reached the limit. The listener runs on the
    /// watchdog's thread; without one it runs as a callback.
    void blocked(String who, Thread where, Duration lasted, String detail) {
        if (!claim(loop.turn.steps(), lasted.toNanos())) {
            return;
        }
        Sighting seen = sight(who, where, lasted, detail);
        Thread mine = thread;
        if (mine == null) {
            loop.ready.add(new Handle(loop, () -> tell(seen, ""), null)); // to search for the lock's holder would block
        } else {
            fromLoop.add(seen);
            resting = false;
            LockSupport.unpark(mine);
        }
    }

    private void watch() {
        long nanosPerLook = loop.options().slowLimit().toNanos() / LOOKS_PER_LIMIT;
        note(loop.turn.steps());
        while (Thread.currentThread() == thread) {
            pause(nanosPerLook);
            try {
                look();
            } catch (Throwable e) {
                failure = e; // out of memory, perhaps: it is for the next look to say so
            }
        }
        tellSeen();
    }

    /// No step is to blame for the time before the loop woke up, nor for time that this thread has lost too: then the
    /// whole process stood still, stopped from outside or by its collector.
    private void pause(long nanosPerLook) {
        if (resting) {
            LockSupport.park(this);
            note(loop.turn.steps());
            return;
        }
        long begun = SystemClock.instance().nanos();
        LockSupport.parkNanos(this, nanosPerLook);
        long lost = SystemClock.instance().nanos() - begun - nanosPerLook;
        if (lost > nanosPerLook) {
            since += lost;
        }
    }

    private void look() {
        Throwable earlier = failure;
        if (earlier != null) {
            Log.warning("the watchdog of event loop '" + loop.options().name() + "' failed, and goes on", earlier);
            failure = null;
        }
        tellSeen();
        boolean asleep = loop.waiting.asleep();
        long now = loop.turn.steps();
        if (now != step || asleep) {
            queue.look(asleep, now - step);
            idleLooks = now == step ? idleLooks + 1 : 0;
            note(now);
            resting = idleLooks > IDLE_LOOKS && asleep;
            if (resting && !loop.waiting.asleep()) {
                resting = false; // it woke up just now, and may have missed that we rest
            }
        } else {
            lookAtStep(SystemClock.instance().nanos() - since);
        }
    }

    private void note(long newStep) {
        step = newStep;
        since = SystemClock.instance().nanos();
    }

    private void tellSeen() {
        for (Sighting seen = fromLoop.poll(); seen != null; seen = fromLoop.poll()) {
            tell(seen);
        }
    }

    private void lookAtStep(long lastedNanos) {
        Strand holder = loop.turn.holder();
        if (holder == null || holder.isBeingWoken()) {
            return; // the turn is on its way to a thread that the system has not scheduled yet
        }
        Thread where = holder.thread();
        boolean busy = where.getState() == Thread.State.RUNNABLE;
        long limits = busy && !loop.debug() ? BUSY_LIMITS : 1;
        if (lastedNanos / limits < loop.options().slowLimit().toNanos() || !due(step, lastedNanos)) {
            return;
        }
        Sighting seen = sight(loop.turn.describe(), where, Duration.ofNanos(lastedNanos), "");
        if (isStillIn(holder) && claim(step, lastedNanos)) {
            tell(seen);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a strand is itself only
    private boolean isStillIn(Strand holder) {
        return loop.turn.steps() == step
                && loop.turn.holder() == holder
                && !holder.isBeingWoken()
                && !loop.waiting.asleep();
    }

    private synchronized boolean due(long step, long lastedNanos) {
        return reportedStep != step || lastedNanos >= nextReportNanos;
    }

    private synchronized boolean claim(long step, long lastedNanos) {
        boolean mine = due(step, lastedNanos);
        if (mine) {
            reportedStep = step;
            nextReportNanos = lastedNanos * REPEAT_FACTOR;
        }
        return mine;
    }

    private static Sighting sight(String who, Thread where, Duration lasted, String detail) {
        return new Sighting(
                who,
                where,
                lasted,
                where.getState(),
                LockSupport.getBlocker(where),
                List.of(where.getStackTrace()),
                detail);
    }

    private void tell(Sighting seen) {
        String lock = new LockHolder(loop).describe(seen.where, seen.state, seen.blocker);
        tell(seen, lock);
    }

    private void tell(Sighting seen, String lock) {
        String detail = seen.detail + (seen.detail.isEmpty() || lock.isEmpty() ? "" : "; ") + lock;
        try {
            loop.options().onBlocked().accept(new BlockedCall(seen.who, seen.lasted, seen.state, seen.stack, detail));
        } catch (Throwable e) {
            if (UncaughtErrors.isFatal(e)) {
                throw e;
            }
            Log.warning("the listener for blocked calls failed", e);
        }
    }
}
