package rondo.observe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Event;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.Handle;
import rondo.observe.FlightEvents.IoPoll;
import rondo.observe.FlightEvents.LoopTick;
import rondo.observe.FlightEvents.OfTask;
import rondo.observe.FlightEvents.SlowStep;
import rondo.observe.FlightEvents.TaskCancel;
import rondo.observe.FlightEvents.TaskEnd;
import rondo.observe.FlightEvents.TaskStart;
import rondo.observe.FlightEvents.TaskStep;
import rondo.observe.FlightEvents.TaskSuspend;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.TaskInstrument;
import rondo.task.TaskState;
import rondo.time.SystemClock;

/// Tells Flight Recorder what a loop and its tasks do. On a loop only while a recording runs.
///
/// What happens on the loop's bare thread is committed a moment later, on the next strand: of the events that a
/// thread commits between two virtual threads that it carries, Flight Recorder keeps about half (JDK 25.0.3).
///
/// Whoever holds the loop's turn.
final class FlightInstrument implements TaskInstrument {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /// When so many events wait for a strand, nothing but the loop's own steps runs: they are risked.
    private static final int MOST_WAITING = 1_000;

    private final String loop;
    private final Deque<Step> open = new ArrayDeque<>(); // more than one when tasks start eagerly
    private final Map<Task<?>, TaskSuspend> suspended = new HashMap<>();
    private final List<Event> ended = new ArrayList<>(); // on the bare thread, and not committed yet

    private @Nullable LoopTick tick;
    private @Nullable IoPoll poll;
    private boolean pollWaits;
    private long ticks;
    private long nextTick = SystemClock.instance().nanos();

    private record Step(Task<?> task, TaskStep step, SlowStep slow) {}

    FlightInstrument(EventLoop loop) {
        this.loop = loop.options().name();
    }

    private <E extends OfTask> E of(Task<?> task, E event) {
        event.loop = loop;
        event.task = task.number();
        event.taskName = task.name();
        return event;
    }

    private void commitLater(Event event) {
        ended.add(event);
        if (ended.size() >= MOST_WAITING) {
            commitEnded();
        }
    }

    private void commitEnded() {
        if (!ended.isEmpty()) {
            ended.forEach(Event::commit);
            ended.clear();
        }
    }

    // --- the tick --------------------------------------------------------------------------------

    @Override
    public void tickBegins() {
        ticks++;
        var begun = new LoopTick();
        long now = begun.isEnabled() ? SystemClock.instance().nanos() : nextTick - 1;
        if (now - nextTick >= 0) {
            nextTick = now + TICK_NANOS;
            begun.begin();
            tick = begun;
        }
    }

    @Override
    public void pollBegins(long waitNanos) {
        pollWaits = waitNanos != 0;
        var begun = new IoPoll();
        begun.begin();
        poll = begun;
    }

    @Override
    public void pollEnds(int ready) {
        IoPoll polled = poll;
        if (polled != null && (pollWaits || ready > 0)) {
            polled.end();
            if (polled.shouldCommit()) {
                polled.loop = loop;
                polled.ready = ready;
                commitLater(polled);
            }
        }
        poll = null;
        LoopTick mine = tick;
        if (mine != null) {
            mine.polled = ready;
        }
    }

    @Override
    public void timersExpired(int count) {
        LoopTick mine = tick;
        if (mine != null) {
            mine.timers = count;
        }
    }

    @Override
    public void snapshotBegins(int size) {
        LoopTick mine = tick;
        if (mine != null) {
            mine.run = size;
        }
    }

    @Override
    public void tickEnds() {
        LoopTick ticked = tick;
        if (ticked != null) {
            ticked.end();
            if (ticked.shouldCommit()) {
                ticked.loop = loop;
                ticked.ticks = ticks;
                commitLater(ticked);
            }
            tick = null;
        }
    }

    @Override
    public void callbackEnds(Handle handle) {
        commitEnded();
    }

    // --- tasks -----------------------------------------------------------------------------------

    @Override
    public void created(Task<?> task) {
        var event = new TaskStart();
        if (event.isEnabled()) {
            Step creator = open.peek();
            event.creator = creator == null ? 0 : creator.task.number();
            of(task, event).commit();
        }
    }

    @Override
    public void stepBegins(Task<?> task) {
        TaskSuspend suspension = suspended.remove(task);
        if (suspension != null) {
            suspension.end();
            if (suspension.shouldCommit()) {
                commitLater(of(task, suspension));
            }
        }
        var begun = new Step(task, new TaskStep(), new SlowStep());
        begun.step.begin();
        begun.slow.begin();
        open.push(begun);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a task is itself only
    public void stepEnds(Task<?> task) {
        commitEnded();
        Step mine = open.peek();
        if (mine == null || mine.task != task) {
            return; // the recording began within this step
        }
        open.pop();
        mine.slow.end();
        if (mine.slow.shouldCommit()) {
            of(task, mine.slow).commit();
        }
        mine.step.end();
        if (mine.step.shouldCommit()) {
            mine.step.state = task.state().name();
            of(task, mine.step).commit();
        }
        if (task.state() == TaskState.AWAITING) {
            suspends(task);
        }
    }

    private void suspends(Task<?> task) {
        var suspension = new TaskSuspend();
        Future<?> on = task.awaiting();
        if (on != null && suspension.isEnabled()) {
            suspension.waitsFor = Labels.of(on);
            suspension.begin();
            suspended.put(task, suspension);
        }
    }

    @Override
    public void ended(Task<?> task) {
        suspended.remove(task);
        var event = new TaskEnd();
        if (event.isEnabled()) {
            event.outcome = Labels.outcome(task);
            of(task, event).commit();
        }
    }

    @Override
    public void cancelRequested(Task<?> task, Object by, @Nullable String message) {
        var event = new TaskCancel();
        if (event.isEnabled()) {
            event.by = by.toString();
            event.message = message;
            of(task, event).commit();
        }
    }
}
