package rondo.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rondo.task.Future;
import rondo.task.Scope;
import rondo.task.Task;

/// The newest events of a recording, in arrays of a fixed size: a step costs no object.
///
/// Whoever holds the loop's turn.
final class TraceRing {
    enum Kind {
        CREATED,
        STEP_AWAITS,
        STEP_YIELDS,
        STEP_ENDS,
        STEP_OPEN,
        CALLBACK,
        POLL,
        POLL_END,
        SNAPSHOT,
        WOKEN,
        CANCEL,
        ENDED,
        SCOPE_BEGUN,
        SCOPE_ENDED;

        /// Whether whatever ran before has come to its end when this begins.
        boolean ends() {
            return switch (this) {
                case STEP_AWAITS, STEP_YIELDS, STEP_ENDS, STEP_OPEN, CALLBACK, POLL, POLL_END -> true;
                default -> false;
            };
        }
    }

    private final long[] nanos;
    private final Kind[] kinds;
    private final int[] numbers;
    private final @Nullable Object[] subjects;
    private final @Nullable Object[] objects;
    private final int mask;
    private long next;

    /// @param limit how many events to keep, rounded up to a power of two
    TraceRing(int limit) {
        int size = Integer.highestOneBit(limit - 1) * 2;
        nanos = new long[size];
        kinds = new Kind[size];
        numbers = new int[size];
        subjects = new Object[size];
        objects = new Object[size];
        mask = size - 1;
    }

    /// {@return the event's index, by which it can be amended}
    long add(Kind kind, long at, @Nullable Object subject, @Nullable Object object) {
        int i = (int) next & mask;
        nanos[i] = at;
        kinds[i] = kind;
        subjects[i] = subject;
        objects[i] = object;
        return next++;
    }

    void add(Kind kind, long at, int number) {
        numbers[(int) next & mask] = number;
        add(kind, at, null, null);
    }

    /// Says how an event went on. Does nothing when newer events have taken its place.
    void amend(long index, Kind kind, @Nullable Object object) {
        if (index >= oldest()) {
            kinds[(int) index & mask] = kind;
            objects[(int) index & mask] = object;
        }
    }

    private long oldest() {
        return Math.max(0, next - nanos.length);
    }

    /// {@return how many events have made room for newer ones}
    long leftOut() {
        return oldest();
    }

    /// {@return the events, oldest first, unmodifiable}
    ///
    /// @param now when what has not ended counts as ended
    List<TraceEvent> events(long now) {
        long[] until = new long[nanos.length];
        long end = now;
        for (long i = next - 1; i >= oldest(); i--) {
            int at = (int) i & mask;
            until[at] = end;
            if (kinds[at].ends()) {
                end = nanos[at];
            }
        }
        var events = new ArrayList<TraceEvent>();
        for (long i = oldest(); i < next; i++) {
            TraceEvent event = event((int) i & mask, until[(int) i & mask]);
            if (event != null) {
                events.add(event);
            }
        }
        return List.copyOf(events);
    }

    private @Nullable TraceEvent event(int i, long until) {
        long at = nanos[i];
        Object subject = subjects[i];
        Object object = objects[i];
        return switch (kinds[i]) {
            case CREATED -> new TraceEvent.Created(at, task(subject), (Task<?>) object);
            case STEP_AWAITS ->
                new TraceEvent.Step(at, until, task(subject), TraceEvent.Ending.AWAITS, (Future<?>) object);
            case STEP_YIELDS -> new TraceEvent.Step(at, until, task(subject), TraceEvent.Ending.YIELDS, null);
            case STEP_ENDS -> new TraceEvent.Step(at, until, task(subject), TraceEvent.Ending.ENDS, null);
            case STEP_OPEN -> new TraceEvent.Step(at, until, task(subject), TraceEvent.Ending.OPEN, null);
            case CALLBACK -> new TraceEvent.Callback(at, until, String.valueOf(subject));
            case POLL -> new TraceEvent.Poll(at, until, numbers[i]);
            case POLL_END -> null;
            case SNAPSHOT -> new TraceEvent.Snapshot(at, numbers[i]);
            case WOKEN -> new TraceEvent.Woken(at, task(subject), (Task<?>) object);
            case CANCEL -> cancelled(at, task(subject), (Request) Objects.requireNonNull(object));
            case ENDED -> new TraceEvent.Ended(at, task(subject));
            case SCOPE_BEGUN -> new TraceEvent.ScopeBegun(at, (Scope) Objects.requireNonNull(subject));
            case SCOPE_ENDED -> new TraceEvent.ScopeEnded(at, (Scope) Objects.requireNonNull(subject));
        };
    }

    /// Who asked a task to cancel, and in whose step.
    record Request(
            String by, @Nullable String message, @Nullable Task<?> from) {}

    private static TraceEvent cancelled(long at, Task<?> task, Request request) {
        return new TraceEvent.CancelRequested(at, task, request.by(), request.message(), request.from());
    }

    private static Task<?> task(@Nullable Object subject) {
        return (Task<?>) Objects.requireNonNull(subject);
    }
}
