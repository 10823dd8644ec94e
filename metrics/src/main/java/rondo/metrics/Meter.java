package rondo.metrics;

import rondo.loop.EventLoop;
import rondo.task.Task;
import rondo.task.TaskInstrument;
import rondo.task.TaskState;

/// Counts what a loop and its tasks do.
///
/// Written by whoever holds the loop's turn; any thread reads the counts.
final class Meter implements TaskInstrument {
    private static final long NOT_WAITING = Long.MIN_VALUE;

    private final EventLoop loop;

    final Count ticks = new Count();
    final Count activeNanos = new Count();
    final Count idleNanos = new Count();
    final Count pollNanos = new Count();
    final Count idleSince = new Count(); // by the loop's clock, while it waits in its poll
    final Count queueDepth = new Count();
    final Count timers = new Count();
    final Count timersExpired = new Count();
    final Count live = new Count();
    final Count pending = new Count();
    final Count running = new Count();
    final Count created = new Count();
    final Count returned = new Count();
    final Count failed = new Count();
    final Count cancelled = new Count();
    final Delays delays = new Delays();

    private long pollBegan; // whoever holds the loop's turn
    private long pollEnded; // whoever holds the loop's turn
    private boolean waits; // whoever holds the loop's turn
    private long newborn; // whoever holds the loop's turn: created, and not scheduled yet; 0 for none

    Meter(EventLoop loop) {
        this.loop = loop;
        this.pollEnded = loop.time();
        idleSince.to(NOT_WAITING);
        for (Task<?> task : Task.all(loop)) {
            live.add(1);
            pending.add(task.state() == TaskState.PENDING ? 1 : 0);
            running.add(task.state() == TaskState.RUNNING ? 1 : 0);
        }
    }

    /// {@return the time spent idle, up to now} Any thread.
    long idle() {
        long since = idleSince.value();
        return idleNanos.value() + (since == NOT_WAITING ? 0 : Math.max(0, loop.time() - since));
    }

    // --- the tick --------------------------------------------------------------------------------

    @Override
    public void tickBegins() {
        ticks.add(1);
    }

    @Override
    public void pollBegins(long waitNanos) {
        pollBegan = loop.time();
        long delay = pollBegan - pollEnded;
        activeNanos.add(delay);
        delays.record(delay);
        timers.to(loop.pendingTimers());
        waits = waitNanos != 0;
        idleSince.to(waits ? pollBegan : NOT_WAITING);
    }

    @Override
    public void pollEnds(int ready) {
        pollEnded = loop.time();
        pollNanos.add(pollEnded - pollBegan);
        idleSince.to(NOT_WAITING);
        (waits ? idleNanos : activeNanos).add(pollEnded - pollBegan);
    }

    @Override
    public void timersExpired(int count) {
        timersExpired.add(count);
    }

    @Override
    public void snapshotBegins(int size) {
        queueDepth.to(size);
        timers.to(loop.pendingTimers());
    }

    // --- tasks -----------------------------------------------------------------------------------

    @Override
    public void created(Task<?> task) {
        created.add(1);
        live.add(1);
        newborn = task.number();
    }

    @Override
    public void scheduled(Task<?> task) {
        newborn = 0;
        pending.add(1);
    }

    @Override
    public void stepBegins(Task<?> task) {
        if (task.number() != newborn) { // an eager first step was never queued
            pending.add(-1);
        }
        newborn = 0;
        running.add(1);
    }

    @Override
    public void stepEnds(Task<?> task) {
        running.add(-1);
        if (task.state() == TaskState.PENDING) { // it yields
            pending.add(1);
        }
    }

    @Override
    public void ended(Task<?> task) {
        live.add(-1);
        if (task.state() == TaskState.CANCELLED) {
            cancelled.add(1);
            if (!task.equals(Task.currentOrNull())) {
                pending.add(-1); // cancelled before it began: there is no step
            }
        } else {
            (task.failed() ? failed : returned).add(1);
        }
    }
}
