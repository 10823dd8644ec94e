package rondo.observe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rondo.task.Future;
import rondo.task.Scope;
import rondo.task.Task;

/// The newest events of a recording, in arrays of a fixed size: a step writes one number when it begins, nothing more
/// if it gives way, and a reference only when it awaits something. A reference stored in an old array costs the
/// collector's barrier, a number does not; so tasks stand here by their number, and are found again in the events that
/// tell of their creation and end.
///
/// Whoever holds the loop's turn.
final class TraceRing {
    enum Kind {
        CREATED(0),
        STEP_AWAITS(1),
        STEP_YIELDS(2),
        STEP_ENDS(3),
        STEP_OPEN(4),
        CALLBACK(5),
        POLL(6),
        POLL_END(7),
        SNAPSHOT(8),
        WOKEN(9),
        CANCEL(10),
        ENDED(11),
        SCOPE_BEGUN(12),
        SCOPE_ENDED(13),
        /// Nothing happened: the time to the next event is longer than that has room for, or negative.
        GAP(14);

        private static final Kind[] BY_CODE = values();

        private final int code; // its place among them

        Kind(int code) {
            this.code = code;
        }

        /// Whether whatever ran before has come to its end when this begins.
        private boolean ends() {
            return switch (this) {
                case STEP_AWAITS, STEP_YIELDS, STEP_ENDS, STEP_OPEN, CALLBACK, POLL, POLL_END -> true;
                default -> false;
            };
        }
    }

    // An event is one number: that of a task or of what else is counted, the time since the event before it, in ns,
    // and its kind. That of a gap is a time and its kind. After a trillion tasks their numbers begin again.
    private static final int CODE_BITS = 4;
    private static final int NANOS_BITS = 20; // a millisecond
    private static final int SUBJECT_SHIFT = NANOS_BITS + CODE_BITS;
    private static final int CODE_MASK = (1 << CODE_BITS) - 1;
    private static final int NANOS_MASK = (1 << NANOS_BITS) - 1;
    private static final long SUBJECT_MASK = -1L >>> SUBJECT_SHIFT;

    private static final int MOST_BLOCK_BITS = 6;
    private static final int LEAST_BLOCKS_BITS = 6;

    /// No event.
    static final long NONE = -1;

    private final long[] events;
    private final long[] causes; // the number of the task in whose step it happened, 0 for none; not of steps
    private final @Nullable Object[] things;
    private final boolean[] hasThings; // by blocks of the above, which are let go of at once: whether there are some
    private final int blockBits;
    private final int blockMask;
    private final int mask;
    private long next;
    private long others; // events that are no step, of all that there were
    private long newest; // when the newest event was

    /// @param limit how many events to keep, rounded up to a power of two
    TraceRing(int limit) {
        int size = Integer.highestOneBit(limit - 1) * 2;
        events = new long[size];
        causes = new long[size];
        things = new Object[size];
        blockBits = Math.clamp(Integer.numberOfTrailingZeros(size) - LEAST_BLOCKS_BITS, 0, MOST_BLOCK_BITS);
        blockMask = (1 << blockBits) - 1;
        hasThings = new boolean[size >> blockBits];
        mask = size - 1;
    }

    /// {@return the event's index, by which it can be amended}
    long add(Kind kind, long at, long subject, long cause, @Nullable Object thing) {
        int i = place(kind, at, subject);
        others++;
        causes[i] = cause;
        if (thing != null) {
            put(i, thing);
        }
        return next++;
    }

    /// Adds a step that has begun, as one that gives way: what it does unless its end says otherwise.
    ///
    /// @param task its task's number
    /// @return the event's index, by which it can be amended
    long addStep(long at, long task) {
        place(Kind.STEP_YIELDS, at, task);
        return next++;
    }

    /// Marks the end of whatever ran before, unless that is the newest event already.
    void addEnd(long at) {
        if (next == 0 || kind((int) (next - 1) & mask) != Kind.POLL_END) {
            place(Kind.POLL_END, at, 0);
            next++;
            others++;
        }
    }

    /// {@return how many steps there were}
    long steps() {
        return next - others;
    }

    /// {@return when the newest event was}
    long newest() {
        return newest;
    }

    private int place(Kind kind, long at, long subject) {
        long nanos = at - newest;
        newest = at;
        if (nanos >>> NANOS_BITS != 0) {
            put((nanos << CODE_BITS) | Kind.GAP.code);
            next++;
            others++;
            nanos = 0;
        }
        return put((subject << SUBJECT_SHIFT) | (nanos << CODE_BITS) | kind.code);
    }

    private int put(long event) {
        int i = (int) next & mask;
        if ((i & blockMask) == 0) {
            clear(i >> blockBits);
        }
        events[i] = event;
        return i;
    }

    /// Says how a step has ended. Does nothing when newer events have taken its place.
    void endStep(long index, Kind kind) {
        if (index >= oldest()) {
            int i = (int) index & mask;
            events[i] = (events[i] & ~CODE_MASK) | kind.code;
        }
    }

    /// Says that a step has ended with an await. Does nothing when newer events have taken its place.
    void endStep(long index, @Nullable Future<?> awaited) {
        endStep(index, Kind.STEP_AWAITS);
        if (awaited != null && index >= oldest()) {
            put((int) index & mask, awaited);
        }
    }

    private void put(int i, Object thing) {
        things[i] = thing;
        hasThings[i >> blockBits] = true;
    }

    /// Lets go of what the events of a block told of, which are about to be replaced.
    private void clear(int block) {
        if (hasThings[block]) {
            hasThings[block] = false;
            Arrays.fill(things, block << blockBits, (block + 1) << blockBits, null);
        }
    }

    private long oldest() {
        long blocks = (next + blockMask) >> blockBits;
        return Math.max(0, (blocks << blockBits) - things.length);
    }

    private Kind kind(int i) {
        return Kind.BY_CODE[(int) events[i] & CODE_MASK];
    }

    private long subject(int i) {
        return events[i] >>> SUBJECT_SHIFT;
    }

    /// {@return how long after the event before it an event was, ns}
    private long nanosBefore(int i) {
        long nanos = events[i] >> CODE_BITS;
        return kind(i) == Kind.GAP ? nanos : nanos & NANOS_MASK;
    }

    /// {@return how many events have made room for newer ones}
    long leftOut() {
        return oldest();
    }

    // --- reading it ------------------------------------------------------------------------------

    /// {@return the events, oldest first, unmodifiable}
    ///
    /// @param now when what has not ended counts as ended
    /// @param open the step that has not ended, by its index; or [#NONE]
    /// @param live the tasks that have not ended
    List<TraceEvent> events(long now, long open, List<Task<?>> live) {
        Map<Long, Task<?>> tasks = tasks(live);
        long[] times = times();
        long[] ends = ends(times, now);
        var events = new ArrayList<TraceEvent>();
        for (long index = oldest(); index < next; index++) {
            int i = (int) index & mask;
            Kind kind = index == open ? Kind.STEP_OPEN : kind(i);
            TraceEvent event = event(kind, i, times[i], ends[i], tasks);
            if (event != null) {
                events.add(event);
            }
        }
        return List.copyOf(events);
    }

    private Map<Long, Task<?>> tasks(List<Task<?>> live) {
        var tasks = new HashMap<Long, Task<?>>();
        live.forEach(task -> tasks.put(task.number() & SUBJECT_MASK, task));
        for (Object thing : things) {
            if (thing instanceof Task<?> task) {
                tasks.put(task.number() & SUBJECT_MASK, task);
            }
        }
        return tasks;
    }

    /// {@return when each event was, by its place}
    private long[] times() {
        long[] times = new long[events.length];
        long at = newest;
        for (long index = next - 1; index >= oldest(); index--) {
            int i = (int) index & mask;
            times[i] = at;
            at -= nanosBefore(i);
        }
        return times;
    }

    /// {@return when what began with each event has ended, by its place}
    private long[] ends(long[] times, long now) {
        long[] ends = new long[events.length];
        long end = now;
        for (long index = next - 1; index >= oldest(); index--) {
            int i = (int) index & mask;
            ends[i] = end;
            if (kind(i).ends()) {
                end = times[i];
            }
        }
        return ends;
    }

    /// {@return the event; null where there is none to tell of, as when its task is not known any more}
    private @Nullable TraceEvent event(Kind kind, int i, long at, long until, Map<Long, Task<?>> tasks) {
        Object thing = things[i];
        return switch (kind) {
            case CALLBACK -> new TraceEvent.Callback(at, until, String.valueOf(thing));
            case POLL -> new TraceEvent.Poll(at, until, (int) subject(i));
            case POLL_END, GAP -> null;
            case SNAPSHOT -> new TraceEvent.Snapshot(at, (int) subject(i));
            case SCOPE_BEGUN -> new TraceEvent.ScopeBegun(at, (Scope) Objects.requireNonNull(thing));
            case SCOPE_ENDED -> new TraceEvent.ScopeEnded(at, (Scope) Objects.requireNonNull(thing));
            default -> {
                Task<?> task = tasks.get(subject(i));
                yield task == null ? null : ofTask(kind, i, at, until, task, tasks.get(causes[i] & SUBJECT_MASK));
            }
        };
    }

    private TraceEvent ofTask(Kind kind, int i, long at, long until, Task<?> task, @Nullable Task<?> by) {
        Object thing = things[i];
        return switch (kind) {
            case CREATED -> new TraceEvent.Created(at, task, by);
            case STEP_AWAITS -> new TraceEvent.Step(at, until, task, TraceEvent.Ending.AWAITS, (Future<?>) thing);
            case STEP_YIELDS -> new TraceEvent.Step(at, until, task, TraceEvent.Ending.YIELDS, null);
            case STEP_ENDS -> new TraceEvent.Step(at, until, task, TraceEvent.Ending.ENDS, null);
            case STEP_OPEN -> new TraceEvent.Step(at, until, task, TraceEvent.Ending.OPEN, null);
            case WOKEN -> new TraceEvent.Woken(at, task, by);
            case CANCEL -> {
                var request = (Request) Objects.requireNonNull(thing);
                yield new TraceEvent.CancelRequested(at, task, request.by(), request.message(), by);
            }
            case ENDED -> new TraceEvent.Ended(at, task);
            case CALLBACK, POLL, POLL_END, GAP, SNAPSHOT, SCOPE_BEGUN, SCOPE_ENDED ->
                throw new AssertionError(kind + " is no event of a task");
        };
    }

    /// Who asked a task to cancel, and what for.
    record Request(Object by, @Nullable String message) {}
}
