package rondo.observe;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.Handle;
import rondo.observe.TraceRing.Kind;
import rondo.task.Scope;
import rondo.task.Task;
import rondo.task.TaskInstrument;
import rondo.task.TaskState;
import rondo.time.Clock;

/// Records what a loop and its tasks do, from [#on] until [#close]: the newest events in a ring, and counts of
/// all.
///
/// It holds tasks and futures of these events until the ring has gone round. A step of a task costs it one
/// reading of the loop's clock; what it does not see, since nothing reads a clock there, is the gap between the
/// end of a step and the beginning of the next, or of a poll.
public final class Recorder implements TaskInstrument, AutoCloseable {
    /// How many events are kept by default.
    public static final int EVENT_LIMIT = 1 << 16;

    private static final int SMALLEST_LIMIT = 2;
    private static final int LARGEST_LIMIT = 1 << 30;

    // whoever holds the loop's turn
    private final EventLoop loop;
    private final Clock clock;
    private final long start;
    private final TraceRing ring;
    private final Tally tally = new Tally();
    private long current; // the number of the task that is in a step; 0 for none
    private long step; // the event of that step
    private long[] outer = new long[4]; // the tasks in whose steps others have started eagerly
    private int depth; // how many
    private long newborn; // created, and neither scheduled nor suspended since; 0 for none
    private long pollBegan;
    private boolean pollWaits;
    private long endings; // of steps, by the end of their task
    private long resumptions; // of steps in which others have been started eagerly
    private long now; // when the clock was last read, but for steps
    private int lastSnapshot = -1;

    private Recorder(EventLoop loop, int eventLimit) {
        if (eventLimit < SMALLEST_LIMIT || eventLimit > LARGEST_LIMIT) {
            throw new IllegalArgumentException("eventLimit is " + eventLimit + "; keep " + SMALLEST_LIMIT
                    + " events at least, and " + LARGEST_LIMIT + " at most");
        }
        this.loop = loop;
        this.clock = loop.clock();
        this.start = clock.nanos();
        this.ring = new TraceRing(eventLimit);
    }

    /// Begins to record a loop.
    ///
    /// @param loop the loop, of the calling thread or not running
    /// @return the recorder; close it to end the recording
    public static Recorder on(EventLoop loop) {
        return on(loop, EVENT_LIMIT);
    }

    /// Begins to record a loop.
    ///
    /// @param loop the loop, of the calling thread or not running
    /// @param eventLimit how many of the newest events to keep, rounded up to a power of two; at least 2, at most
    ///     2^30; each takes 20 bytes or so of the heap from the start
    /// @return the recorder; close it to end the recording
    /// @throws IllegalArgumentException if the limit is out of range
    public static Recorder on(EventLoop loop, int eventLimit) {
        var recorder = new Recorder(loop, eventLimit);
        loop.addInstrument(recorder);
        return recorder;
    }

    /// Ends the recording. Does nothing the second time. On the loop's thread, or when it does not run.
    @Override
    public void close() {
        loop.removeInstrument(this);
    }

    /// {@return what has been recorded up to now} Any thread: a loop that runs on another one is asked for it. One that
    /// does not answer within 0.2 s, because a task blocks it, is read as it stands.
    public Trace trace() {
        if (loop.running() && !loop.equals(EventLoop.currentOrNull())) {
            Trace answer = LoopAnswer.of(loop, this::read);
            if (answer != null) {
                return answer;
            }
        }
        return read();
    }

    private Trace read() {
        long until = clock();
        return new Trace(
                loop.options().name(),
                loop.carrier(),
                until,
                ring.events(until, current == 0 ? TraceRing.NONE : step, Task.all(loop)),
                ring.leftOut(),
                counts());
    }

    /// What a step would count when it begins, and where it gives way, follows from what is counted elsewhere.
    private Tally counts() {
        Tally counts = tally.copy();
        counts.picked = ring.steps() - resumptions;
        int unended = depth + (current == 0 ? 0 : 1);
        counts.yielded = counts.picked - counts.awaited - endings - unended;
        return counts;
    }

    private long clock() {
        now = clock.nanos() - start;
        return now;
    }

    /// {@return when the clock was last read}
    private long latest() {
        return Math.max(now, ring.newest());
    }

    // --- the tick --------------------------------------------------------------------------------

    @Override
    public void tickBegins() {
        tally.ticks++;
    }

    @Override
    public void pollBegins(long waitNanos) {
        pollWaits = waitNanos != 0;
        pollBegan = clock();
        ring.addEnd(pollBegan);
        if (pollWaits) {
            tally.waits++;
        }
    }

    @Override
    public void pollEnds(int ready) {
        long until = clock();
        tally.pollNanos += until - pollBegan;
        if (pollWaits || ready > 0) {
            ring.add(Kind.POLL, pollBegan, ready, 0, null);
            ring.addEnd(until);
        }
        if (ready > 0) {
            tally.busyPolls++;
            tally.fromPolls += ready;
        }
    }

    @Override
    public void timersExpired(int count) {
        tally.timerTicks++;
        tally.timers += count;
    }

    @Override
    public void snapshotBegins(int size) {
        tally.run += size;
        if (size > 0) {
            tally.runTicks++;
        }
        if (size != lastSnapshot) {
            lastSnapshot = size;
            ring.add(Kind.SNAPSHOT, latest(), size, 0, null);
        }
    }

    @Override
    public void callbackBegins(Handle handle) {
        ring.add(Kind.CALLBACK, clock(), 0, 0, handle.getClass().getSimpleName());
    }

    // --- tasks -----------------------------------------------------------------------------------

    @Override
    public void created(Task<?> task) {
        tally.created++;
        newborn = task.number();
        ring.add(Kind.CREATED, clock(), task.number(), current, task);
    }

    @Override
    public void scheduled(Task<?> task) {
        if (task.number() == newborn) {
            newborn = 0;
        } else {
            tally.resumed++;
            ring.add(Kind.WOKEN, latest(), task.number(), current, null);
        }
    }

    @Override
    public void stepBegins(Task<?> task) {
        if (current != 0) {
            interrupt();
        }
        current = task.number();
        step = ring.addStep(clock.nanos() - start, current);
    }

    /// The step in progress waits for that of a task which it has started eagerly.
    private void interrupt() {
        if (depth == outer.length) {
            outer = Arrays.copyOf(outer, depth * 2);
        }
        outer[depth++] = current;
        ring.endStep(step, Kind.STEP_OPEN);
    }

    @Override
    public void stepEnds(Task<?> task) {
        if (current != task.number()) { // the recording began within this step
            tally.resumed += task.state() == TaskState.PENDING ? 1 : 0; // by itself, and nothing else tells of it
            return;
        }
        TaskState state = task.state();
        if (state == TaskState.AWAITING) {
            tally.awaited++;
            newborn = 0;
            ring.endStep(step, task.awaiting());
        } else if (state != TaskState.PENDING) { // pending, it gives way, as the ring takes it to
            endings++;
            ring.endStep(step, Kind.STEP_ENDS);
        }
        current = 0;
        if (depth > 0) { // its creator goes on
            current = outer[--depth];
            resumptions++;
            step = ring.addStep(clock(), current);
        }
    }

    @Override
    public void ended(Task<?> task) {
        if (task.state() == TaskState.DONE) {
            tally.returned += task.failed() ? 0 : 1;
            tally.raised += task.failed() ? 1 : 0;
        } else if (task.number() == current) {
            tally.cancelled++;
        } else {
            tally.neverBegun++;
        }
        ring.add(Kind.ENDED, clock(), task.number(), current, task);
    }

    @Override
    public void cancelRequested(Task<?> task, Object by, @Nullable String message) {
        tally.cancelRequests++;
        ring.add(Kind.CANCEL, clock(), task.number(), current, new TraceRing.Request(by, message));
    }

    @Override
    public void scopeBegins(Scope scope) {
        ring.add(Kind.SCOPE_BEGUN, clock(), 0, current, scope);
    }

    @Override
    public void scopeEnds(Scope scope) {
        ring.add(Kind.SCOPE_ENDED, clock(), 0, current, scope);
    }
}
