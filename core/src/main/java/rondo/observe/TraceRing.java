package rondo.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rondo.task.Future;
import rondo.task.Scope;
import rondo.task.Task;

/// The newest events of a recording, in arrays of a fixed size: a step costs no object, and no reference unless
/// it awaits something. A reference stored in an old array costs the collector's barrier, a number does not; so
/// tasks stand here by their number, and are found again in the events that tell of their creation and end.
///
/// Whoever holds the loop's turn.
final class TraceRing {
    enum Kind {
        CREATED('c'),
        STEP_AWAITS('a'),
        STEP_YIELDS('y'),
        STEP_ENDS('e'),
        STEP_OPEN('o'),
        CALLBACK('k'),
        POLL('p'),
        POLL_END('P'),
        SNAPSHOT('s'),
        WOKEN('w'),
        CANCEL('x'),
        ENDED('E'),
        SCOPE_BEGUN('b'),
        SCOPE_ENDED('B');

        private static final Kind[] BY_CODE = new Kind[Byte.MAX_VALUE];

        static {
            for (Kind each : values()) {
                BY_CODE[each.code] = each;
            }
        }

        private final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }

        /// Whether whatever ran before has come to its end when this begins.
        private boolean ends() {
            return switch (this) {
                case STEP_AWAITS, STEP_YIELDS, STEP_ENDS, STEP_OPEN, CALLBACK, POLL, POLL_END -> true;
                default -> false;
            };
        }
    }

    private final long[] nanos;
    private final byte[] codes;
    private final long[] subjects; // the number of a task, or of what else is counted
    private final long[] causes; // the number of the task in whose step it happened; 0 for none
    private final @Nullable Object[] things;
    private final int mask;
    private long next;

    /// @param limit how many events to keep, rounded up to a power of two
    TraceRing(int limit) {
        int size = Integer.highestOneBit(limit - 1) * 2;
        nanos = new long[size];
        codes = new byte[size];
        subjects = new long[size];
        causes = new long[size];
        things = new Object[size];
        mask = size - 1;
    }

    /// {@return the event's index, by which it can be amended}
    long add(Kind kind, long at, long subject, long cause, @Nullable Object thing) {
        int i = (int) next & mask;
        nanos[i] = at;
        codes[i] = kind.code;
        subjects[i] = subject;
        causes[i] = cause;
        things[i] = thing;
        return next++;
    }

    /// Says how an event went on. Does nothing when newer events have taken its place.
    void amend(long index, Kind kind, @Nullable Object thing) {
        if (index >= oldest()) {
            int i = (int) index & mask;
            codes[i] = kind.code;
            things[i] = thing;
        }
    }

    private long oldest() {
        return Math.max(0, next - nanos.length);
    }

    /// {@return how many events have made room for newer ones}
    long leftOut() {
        return oldest();
    }

    // --- reading it ------------------------------------------------------------------------------

    /// {@return the events, oldest first, unmodifiable}
    ///
    /// @param now when what has not ended counts as ended
    /// @param live the tasks that have not ended
    List<TraceEvent> events(long now, List<Task<?>> live) {
        Map<Long, Task<?>> tasks = tasks(live);
        long[] until = ends(now);
        var events = new ArrayList<TraceEvent>();
        for (long index = oldest(); index < next; index++) {
            int i = (int) index & mask;
            TraceEvent event = event(i, until[i], tasks);
            if (event != null) {
                events.add(event);
            }
        }
        return List.copyOf(events);
    }

    private Map<Long, Task<?>> tasks(List<Task<?>> live) {
        var tasks = new HashMap<Long, Task<?>>();
        live.forEach(task -> tasks.put(task.number(), task));
        for (Object thing : things) {
            if (thing instanceof Task<?> task) {
                tasks.put(task.number(), task);
            }
        }
        return tasks;
    }

    private long[] ends(long now) {
        long[] until = new long[nanos.length];
        long end = now;
        for (long index = next - 1; index >= oldest(); index--) {
            int i = (int) index & mask;
            until[i] = end;
            if (Kind.BY_CODE[codes[i]].ends()) {
                end = nanos[i];
            }
        }
        return until;
    }

    /// {@return the event; null where there is none to tell of, as when its task is not known any more}
    private @Nullable TraceEvent event(int i, long until, Map<Long, Task<?>> tasks) {
        Kind kind = Kind.BY_CODE[codes[i]];
        long at = nanos[i];
        Object thing = things[i];
        return switch (kind) {
            case CALLBACK -> new TraceEvent.Callback(at, until, String.valueOf(thing));
            case POLL -> new TraceEvent.Poll(at, until, (int) subjects[i]);
            case POLL_END -> null;
            case SNAPSHOT -> new TraceEvent.Snapshot(at, (int) subjects[i]);
            case SCOPE_BEGUN -> new TraceEvent.ScopeBegun(at, (Scope) Objects.requireNonNull(thing));
            case SCOPE_ENDED -> new TraceEvent.ScopeEnded(at, (Scope) Objects.requireNonNull(thing));
            default -> {
                Task<?> task = tasks.get(subjects[i]);
                yield task == null ? null : ofTask(kind, i, until, task, tasks.get(causes[i]));
            }
        };
    }

    private TraceEvent ofTask(Kind kind, int i, long until, Task<?> task, @Nullable Task<?> by) {
        long at = nanos[i];
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
            case CALLBACK, POLL, POLL_END, SNAPSHOT, SCOPE_BEGUN, SCOPE_ENDED ->
                throw new AssertionError(kind + " is no event of a task");
        };
    }

    /// Who asked a task to cancel, in words.
    record Request(String by, @Nullable String message) {}
}
