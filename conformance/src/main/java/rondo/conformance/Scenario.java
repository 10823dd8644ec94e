package rondo.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rondo.conformance.Result.Returned;
import rondo.group.TaskGroup;
import rondo.loop.EventLoop;
import rondo.loop.TimerHandle;
import rondo.task.Awaitable;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.Timeout;

/// A program while it runs: its tasks, its variables, and what it has logged.
final class Scenario {
    private static final long UNIT_NANOS = Duration.ofMillis(1).toNanos();

    /// What makes a task: the loop itself, or a group.
    interface Spawner {
        Task<@Nullable Object> start(Awaitable<@Nullable Object> body, TaskOptions options);
    }

    private final Program program;
    private final EventLoop loop;
    // all below: loop thread only
    private final List<String> trace = new ArrayList<>();
    private final List<Task<?>> spawned = new ArrayList<>(); // every task but main, in the order of creation
    private final SharedObjects objects = new SharedObjects();
    private final Map<String, Task<@Nullable Object>> tasks = new HashMap<>();
    private final Map<String, TaskGroup> groups = new HashMap<>();
    private final Map<String, Timeout> timeouts = new HashMap<>();
    private final Map<String, TimerHandle> timers = new HashMap<>();
    private int count; // tasks named, also those that a group refused
    private boolean over;

    Scenario(Program program, EventLoop loop) {
        this.program = program;
        this.loop = loop;
    }

    // --- the trace -------------------------------------------------------------------------------

    /// Logs an event of the task that is running, or of a callback.
    void log(String... words) {
        Task<?> task = Task.currentOrNull();
        logAs(task == null ? "-" : task.name(), words);
    }

    void logAs(String who, String... words) {
        if (!over) {
            trace.add(loop.time() / UNIT_NANOS + " " + who + " " + String.join(" ", words));
        }
    }

    List<String> trace() {
        return List.copyOf(trace);
    }

    /// Ends it: what is left is unwound when the loop closes, and must not go on as the program.
    void end() {
        over = true;
    }

    boolean over() {
        return over;
    }

    // --- coroutines and tasks --------------------------------------------------------------------

    Task<@Nullable Object> startMain() {
        return assign("main", Task.<@Nullable Object>start(loop, this::main, TaskOptions.named("main")));
    }

    private @Nullable Object main() throws Exception {
        objects.makeAll(program.objects());
        return taskBody("main");
    }

    /// Runs a coroutine in the calling task.
    ///
    /// @return what it returned
    @Nullable Object coroutine(String name) throws Exception {
        Returned returned = program.coroutine(name).run(this);
        return returned == null ? null : returned.value();
    }

    /// A coroutine as a task runs it: with its end in the trace.
    private @Nullable Object taskBody(String name) throws Exception {
        @Nullable Object value;
        try {
            value = coroutine(name);
        } catch (Throwable e) {
            log("end", "!" + Notation.describe(e));
            throw e;
        }
        log("end", Notation.show(value));
        return value;
    }

    Task<@Nullable Object> spawn(String coroutine) {
        return spawn(coroutine, (body, options) -> Task.<@Nullable Object>start(loop, body, options));
    }

    Task<@Nullable Object> spawn(String coroutine, Spawner spawner) {
        count++;
        TaskOptions options = TaskOptions.named(coroutine + "#" + count);
        Task<@Nullable Object> task = spawner.start(() -> taskBody(coroutine), options);
        spawned.add(task);
        return task;
    }

    List<Task<?>> unfinished() {
        return spawned.stream().filter(task -> !task.done()).toList();
    }

    // --- variables and references ----------------------------------------------------------------

    Task<@Nullable Object> assign(String variable, Task<@Nullable Object> task) {
        tasks.put(variable, task);
        return task;
    }

    /// {@return what a reference names; null for a variable that is not set yet}
    @Nullable Future<@Nullable Object> resolve(String ref) throws ProgramMistake {
        if (ref.startsWith("new:")) {
            return spawn(ref.substring("new:".length()));
        }
        return objects.has(ref) ? objects.future(ref) : tasks.get(ref);
    }

    /// {@return what the references name and is set, each once, in the order given, without the calling task}
    List<Future<@Nullable Object>> resolveAll(List<String> refs) throws ProgramMistake {
        var targets = new LinkedHashSet<Future<@Nullable Object>>();
        for (String ref : refs) {
            Future<@Nullable Object> target = resolve(ref);
            if (target != null && target != Task.currentOrNull()) {
                targets.add(target);
            }
        }
        return List.copyOf(targets);
    }

    String label(Future<?> future) {
        return future instanceof Task<?> task ? task.name() : objects.nameOf(future);
    }

    SharedObjects objects() {
        return objects;
    }

    Map<String, TaskGroup> groups() {
        return groups;
    }

    Map<String, Timeout> timeouts() {
        return timeouts;
    }

    Map<String, TimerHandle> timers() {
        return timers;
    }

    EventLoop loop() {
        return loop;
    }
}
