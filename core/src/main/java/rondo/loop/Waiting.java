package rondo.loop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import rondo.time.Clock;

/// The tick's first half: waits for channels, for other threads and for time, and queues what has become ready.
///
/// Whoever holds the loop's turn, but for what says *any thread*.
final class Waiting {
    private static final long LONGEST_NANOS = Duration.ofDays(1).toNanos();

    private final EventLoop loop;
    private final Clock clock;
    private final boolean virtualTime;
    private final Arrivals arrivals = new Arrivals(); // any thread
    private final AtomicInteger outsideWork = new AtomicInteger(); // any thread
    private boolean stuckReported;

    final Poller poller = new SelectorPoller();
    Runnable stuckListener = () -> {};
    Runnable interruptListener = () -> {};

    Waiting(EventLoop loop) {
        this.loop = loop;
        this.clock = loop.clock();
        this.virtualTime = clock.jumpTo(clock.nanos());
    }

    /// {@return how long the poll may wait, ns: 0 if something is ready, [Poller#FOREVER] if only a channel or
    /// another thread can change that}
    long limitNanos() {
        if (!loop.ready.isEmpty() || loop.stopping() || !arrivals.isEmpty()) {
            return 0;
        }
        if (loop.timers.isEmpty()) {
            return Poller.FOREVER;
        }
        return Math.clamp(loop.timers.firstDeadline() - clock.nanos(), 0, LONGEST_NANOS);
    }

    /// Polls, waiting for so long at most, and queues what has become ready.
    void poll(long nanos) {
        Instruments seen = loop.instruments;
        if (seen == null) {
            pollUnseen(nanos);
        } else {
            seen.poll(nanos);
        }
    }

    void pollUnseen(long nanos) {
        if (nanos == 0) {
            pollOnce();
        } else if (virtualTime) {
            pollInVirtualTime();
        } else if (nanos == Poller.FOREVER && isStuck()) {
            reportStuck();
        } else {
            sleep(nanos);
        }
        loop.carrier.polled();
    }

    private void pollOnce() {
        moveArrivals();
        poller.poll(0, loop.ready);
    }

    /// Looks at the channels; if nothing has happened, time jumps to the next timer, unless a helper thread
    /// still works.
    private void pollInVirtualTime() {
        pollOnce();
        if (!loop.ready.isEmpty()) {
            return;
        }
        if (outsideWork.get() > 0) {
            sleep(Poller.FOREVER);
        } else if (!loop.timers.isEmpty()) {
            clock.jumpTo(loop.timers.firstDeadline());
        } else if (poller.watches()) {
            sleep(Poller.FOREVER);
        } else if (arrivals.isEmpty()) {
            reportStuck();
        }
    }

    private void sleep(long nanos) {
        if (arrivals.announceSleep()) {
            poller.poll(nanos, loop.ready);
        }
        arrivals.awake();
        loop.watchdog.loopAwake();
        moveArrivals();
    }

    private void moveArrivals() {
        for (Ready item = arrivals.poll(); item != null; item = arrivals.poll()) {
            loop.ready.add(item);
        }
    }

    private boolean isStuck() {
        return outsideWork.get() == 0 && !poller.watches() && (!stuckReported || loop.errors.unsound());
    }

    /// Nothing but another thread can wake the loop now, and none is known to work for it. Where the wake-up
    /// may be lost for want of heap, waiting on would be for ever.
    private void reportStuck() {
        if (virtualTime || loop.options().failOnDeadlock() || loop.errors.unsound()) {
            loop.errors.fatal(new DeadlockError("event loop '" + loop.options().name()
                    + "': nothing is ready, no timer is set, and nothing outside is awaited"));
        } else {
            stuckReported = true;
            loop.ready.add(new Handle(loop, stuckListener, null));
        }
    }

    // --- any thread ------------------------------------------------------------------------------

    /// Takes in what another thread has, and wakes the loop if it sleeps.
    void arrive(Ready item) {
        if (arrivals.add(item)) {
            poller.wakeup();
        }
    }

    /// The thread of the loop was interrupted: whoever did it wants the loop's program to end.
    void noteInterrupt() {
        arrive(new Handle(loop, interruptListener, null));
    }

    boolean asleep() {
        return arrivals.asleep();
    }

    boolean idle() {
        return loop.ready.isEmpty() && loop.timers.isEmpty() && arrivals.isEmpty() && !poller.watches();
    }

    void outsideWorkStarted() {
        outsideWork.incrementAndGet();
    }

    void outsideWorkEnded() {
        outsideWork.decrementAndGet();
    }

    void close() {
        arrivals.clear();
        poller.close();
    }
}
