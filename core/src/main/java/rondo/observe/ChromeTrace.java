package rondo.observe;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rondo.task.Scope;
import rondo.task.Task;

/// A recording in the *Trace Event Format* (JSON), which Perfetto's UI and `chrome://tracing` open.
///
/// One track shows what the loop runs: complete slices (`X`), which never overlap. Each task is an asynchronous
/// slice (`b`, `e`) from its creation to its end, with what it awaits nested in it; flows (`s`, `f`) lead from
/// the step that wakes a task to the step that it causes; `C` counts what is ready and which tasks live. The format
/// wants no order of the events; here they stand in the order of their times.
final class ChromeTrace {
    private static final int PROCESS = 1;
    private static final int LOOP_TRACK = 1;

    private final Writer out;
    private final Trace trace;
    private final Set<TraceEvent.Woken> causes = new HashSet<>(); // wake-ups that a step of the task follows
    private final Map<Task<?>, Long> flows = new LinkedHashMap<>(); // woken, and not run since
    private final Map<Task<?>, TraceEvent.Step> awaits = new LinkedHashMap<>();
    private final Map<Task<?>, Deque<Scope>> begun = new LinkedHashMap<>(); // with its calls that go on, newest first
    private TraceEvent.@Nullable Step running;
    private TraceEvent.@Nullable Step suspending; // what happened within it comes before its await
    private long flow;
    private int live;
    private boolean first = true;

    ChromeTrace(Trace trace, Writer out) {
        this.trace = trace;
        this.out = out;
    }

    void write() throws IOException {
        out.write("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n");
        emit(metadata("process_name", "rondo"));
        emit(metadata("thread_name", "event loop " + trace.loop()));
        List<TraceEvent> events = trace.events();
        findCauses(events);
        for (TraceEvent event : events) {
            write(event);
        }
        beginAwait();
        for (Task<?> task : List.copyOf(begun.keySet())) {
            endAwait(task, trace.nanos());
            endScopes(task, null, trace.nanos());
            emit(task(task, "e", trace.nanos()).endObject());
        }
        out.write("\n],\"otherData\":");
        out.write(new Json()
                .object()
                .field("loop", trace.loop())
                .field("carrier", trace.carrier())
                .field("eventsLeftOut", trace.eventsLeftOut())
                .endObject()
                .toString());
        out.write("}\n");
    }

    private void findCauses(List<TraceEvent> events) {
        var runLater = new HashSet<Task<?>>();
        for (TraceEvent event : events.reversed()) {
            if (event instanceof TraceEvent.Step step) {
                runLater.add(step.task());
            } else if (event instanceof TraceEvent.Woken woken && runLater.remove(woken.task())) {
                causes.add(woken);
            }
        }
    }

    private void write(TraceEvent event) throws IOException {
        if (suspending != null && follows(event, suspending)) {
            beginAwait();
        }
        switch (event) {
            case TraceEvent.Created created -> {
                begin(created.task(), created.nanos());
                count("tasks", ++live, created.nanos());
            }
            case TraceEvent.Step step -> write(step);
            case TraceEvent.Callback callback ->
                emit(slice(callback.what(), "callback", callback.nanos(), callback.until())
                        .endObject());
            case TraceEvent.Poll poll ->
                emit(slice("poll", "poll", poll.nanos(), poll.until())
                        .object("args")
                        .field("ready", poll.ready())
                        .endObject()
                        .endObject());
            case TraceEvent.Snapshot snapshot -> count("ready", snapshot.size(), snapshot.nanos());
            case TraceEvent.Woken woken -> wake(woken);
            case TraceEvent.CancelRequested request -> write(request);
            case TraceEvent.Ended ended -> write(ended);
            case TraceEvent.ScopeBegun scopeBegun -> write(scopeBegun);
            case TraceEvent.ScopeEnded scopeEnded -> write(scopeEnded);
        }
    }

    /// {@return whether an event comes after a step, and not within it}
    private static boolean follows(TraceEvent event, TraceEvent.Step step) {
        return event.nanos() > step.until()
                || event instanceof TraceEvent.Step
                || event instanceof TraceEvent.Callback
                || event instanceof TraceEvent.Poll;
    }

    private void write(TraceEvent.Step step) throws IOException {
        Task<?> task = step.task();
        begin(task, step.nanos());
        endAwait(task, step.nanos());
        running = step;
        emit(slice(task.name(), "step", step.nanos(), step.until())
                .object("args")
                .field("task", task.number())
                .field("then", step.on() == null ? step.ending().toString() : "awaits " + Labels.of(step.on()))
                .endObject()
                .endObject());
        Long cause = flows.remove(task);
        if (cause != null) {
            emit(flow("f", cause, step.nanos()).field("bp", "e").endObject());
        }
        if (step.ending() == TraceEvent.Ending.AWAITS && step.on() != null) {
            suspending = step;
        }
    }

    private void write(TraceEvent.CancelRequested request) throws IOException {
        begin(request.task(), request.nanos());
        emit(task(request.task(), "n", request.nanos(), "cancel requested")
                .object("args")
                .field("by", request.by().toString())
                .field("message", request.message())
                .endObject()
                .endObject());
    }

    private void write(TraceEvent.Ended ended) throws IOException {
        begin(ended.task(), ended.nanos());
        endScopes(ended.task(), null, ended.nanos());
        emit(task(ended.task(), "e", ended.nanos())
                .object("args")
                .field("outcome", Labels.outcome(ended.task()))
                .endObject()
                .endObject());
        begun.remove(ended.task());
        live = Math.max(0, live - 1);
        count("tasks", live, ended.nanos());
    }

    private void write(TraceEvent.ScopeBegun begin) throws IOException {
        Scope scope = begin.scope();
        begin(scope.caller(), begin.nanos()).push(scope);
        emit(task(scope.caller(), "b", begin.nanos(), scope.kind())
                .object("args")
                .field("members", scope.members().size())
                .endObject()
                .endObject());
    }

    private void write(TraceEvent.ScopeEnded end) throws IOException {
        Scope scope = end.scope();
        if (begin(scope.caller(), end.nanos()).contains(scope)) { // otherwise its beginning was left out
            endScopes(scope.caller(), scope, end.nanos());
        }
    }

    private void beginAwait() throws IOException {
        TraceEvent.Step step = suspending;
        suspending = null;
        if (step != null && step.on() != null) {
            awaits.put(step.task(), step);
            emit(task(step.task(), "b", step.until(), "awaits " + Labels.of(step.on()))
                    .endObject());
        }
    }

    /// A flow begins inside the slice of the step that wakes; a task that a timer or a channel wakes has none.
    private void wake(TraceEvent.Woken woken) throws IOException {
        TraceEvent.Step from = running;
        if (woken.by() != null && from != null && from.task().equals(woken.by()) && causes.contains(woken)) {
            flows.put(woken.task(), ++flow);
            emit(flow("s", flow, woken.nanos()).endObject());
        }
    }

    private void endAwait(Task<?> task, long at) throws IOException {
        TraceEvent.Step awaiting = awaits.remove(task);
        if (awaiting != null && awaiting.on() != null) {
            emit(task(task, "e", at, "awaits " + Labels.of(awaiting.on())).endObject());
        }
    }

    /// Ends a task's calls, innermost first.
    ///
    /// @param last the outermost to end; null for all
    private void endScopes(Task<?> task, @Nullable Scope last, long at) throws IOException {
        Deque<Scope> open = begun.getOrDefault(task, new ArrayDeque<>());
        while (!open.isEmpty()) {
            Scope scope = open.pop();
            emit(task(task, "e", at, scope.kind()).endObject());
            if (scope.equals(last)) {
                return;
            }
        }
    }

    /// Begins a task's slice where it is first seen: its creation, or where the recording begins.
    ///
    /// @return its calls that go on
    private Deque<Scope> begin(Task<?> task, long at) throws IOException {
        Deque<Scope> known = begun.get(task);
        if (known != null) {
            return known;
        }
        emit(task(task, "b", at).endObject());
        var open = new ArrayDeque<Scope>();
        begun.put(task, open);
        return open;
    }

    // --- one event each --------------------------------------------------------------------------

    private static Json metadata(String name, String value) {
        return new Json()
                .object()
                .field("ph", "M")
                .field("name", name)
                .field("pid", PROCESS)
                .field("tid", LOOP_TRACK)
                .object("args")
                .field("name", value)
                .endObject()
                .endObject();
    }

    private static Json event(String phase, String name, String category, long at) {
        return new Json()
                .object()
                .field("ph", phase)
                .field("name", name)
                .field("cat", category)
                .field("pid", PROCESS)
                .field("tid", LOOP_TRACK)
                .micros("ts", at);
    }

    private static Json slice(String name, String category, long from, long until) {
        return event("X", name, category, from).micros("dur", Math.max(0, until - from));
    }

    private static Json task(Task<?> task, String phase, long at) {
        return task(task, phase, at, task.name());
    }

    private static Json task(Task<?> task, String phase, long at, String name) {
        return event(phase, name, "task", at).field("id", task.number());
    }

    private static Json flow(String phase, long id, long at) {
        return event(phase, "wakes", "wake-up", at).field("id", id);
    }

    private void count(String name, long value, long at) throws IOException {
        emit(event("C", name, "count", at)
                .object("args")
                .field(name, value)
                .endObject()
                .endObject());
    }

    private void emit(Json event) throws IOException {
        if (!first) {
            out.write(",\n");
        }
        first = false;
        out.write(event.toString());
    }
}
