package rondo.observe;

import rondo.loop.EventLoop;
import rondo.loop.Handle;
import rondo.task.Task;
import rondo.task.TaskInstrument;
import rondo.time.SystemClock;

/// The next ticks of a loop, in real time, and then no more: what it costs the loop has a bound, however long
/// somebody looks on. It holds numbers only.
///
/// Whoever holds the loop's turn.
final class TickSample implements TaskInstrument {
    private static final int STEPS_PER_TICK = 4;
    private static final int TIMES = 4; // a tick: its poll begins, ends, what is ready begins, ends
    private static final int COUNTS = 2; // a tick: timers that expired, what was ready
    private static final int STEP = 3; // a step: the task's number or 0 for a callback, begins, ends
    private static final int DEEPEST = 8; // steps inside each other, of tasks that start eagerly

    private final EventLoop loop;
    private final int tickLimit;
    private final long[] times;
    private final int[] counts;
    private final long[] steps;
    private final long[] open = new long[DEEPEST];
    private int ticks; // those that have ended
    private int stepCount;
    private int depth;
    private boolean inTick;

    TickSample(EventLoop loop, int tickLimit) {
        this.loop = loop;
        this.tickLimit = tickLimit;
        this.times = new long[tickLimit * TIMES];
        this.counts = new int[tickLimit * COUNTS];
        this.steps = new long[tickLimit * STEPS_PER_TICK * STEP];
    }

    private static long now() {
        return SystemClock.instance().nanos();
    }

    @Override
    public void pollBegins(long waitNanos) {
        inTick = true;
        depth = 0;
        times[ticks * TIMES] = now();
    }

    @Override
    public void pollEnds(int ready) {
        long until = now();
        times[ticks * TIMES + 1] = until;
        times[ticks * TIMES + 2] = until;
    }

    @Override
    public void timersExpired(int count) {
        if (inTick) {
            counts[ticks * COUNTS] = count;
        }
    }

    @Override
    public void snapshotBegins(int size) {
        if (inTick) {
            times[ticks * TIMES + 2] = now();
            counts[ticks * COUNTS + 1] = size;
        }
    }

    @Override
    public void tickEnds() {
        if (!inTick) {
            return; // it had begun before anybody looked
        }
        times[ticks * TIMES + 3] = now();
        inTick = false;
        if (++ticks == tickLimit) {
            loop.removeInstrument(this);
        }
    }

    @Override
    public void stepBegins(Task<?> task) {
        begin();
    }

    @Override
    public void stepEnds(Task<?> task) {
        end(task.number());
    }

    @Override
    public void callbackBegins(Handle handle) {
        begin();
    }

    @Override
    public void callbackEnds(Handle handle) {
        end(0);
    }

    private void begin() {
        if (inTick && depth < DEEPEST) {
            open[depth] = now();
        }
        depth++;
    }

    private void end(long task) {
        depth--;
        int at = stepCount * STEP;
        if (inTick && depth >= 0 && depth < DEEPEST && at < steps.length) {
            steps[at] = task;
            steps[at + 1] = open[depth];
            steps[at + 2] = now();
            stepCount++;
        }
    }

    /// Writes the ticks that have ended, each as `[poll begins, poll ends, what is ready begins, ends, timers,
    /// ready]`, and the steps, each as `[task, begins, ends]`: times in ns, with an origin of no meaning.
    void write(Json json) {
        json.array("ticks");
        for (int tick = 0; tick < ticks; tick++) {
            json.array();
            for (int i = 0; i < TIMES; i++) {
                json.value(times[tick * TIMES + i]);
            }
            json.value(counts[tick * COUNTS]).value(counts[tick * COUNTS + 1]).endArray();
        }
        json.endArray().array("steps");
        for (int step = 0; step < stepCount; step++) {
            json.array();
            for (int i = 0; i < STEP; i++) {
                json.value(steps[step * STEP + i]);
            }
            json.endArray();
        }
        json.endArray();
    }
}
