package rondo.task;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.TerminalText;

/// Who waits for whom among the tasks of a loop, at one moment.
///
/// A task waits for another if it awaits it, directly or through combinators, or if it waits for something that
/// the other holds.
public final class AwaitGraph {
    private static final int LONGEST_LIST = 50;

    private final String loop;
    private final Map<Task<?>, List<Task<?>>> waitsFor = new LinkedHashMap<>();
    private final List<Task<?>> tasks;

    private AwaitGraph(EventLoop loop) {
        this.loop = loop.options().name();
        this.tasks = Task.all(loop);
        for (Task<?> task : tasks) {
            waitsFor.put(task, new ArrayList<>());
        }
        for (Task<?> task : tasks) {
            addAwaiters(task);
            addHolder(task);
        }
    }

    /// {@return the graph of a loop's tasks as they stand now}
    ///
    /// @param loop the loop
    public static AwaitGraph of(EventLoop loop) {
        return new AwaitGraph(loop);
    }

    private void addAwaiters(Task<?> awaited) {
        var seen = new IdentityHashMap<Future<?>, Boolean>();
        var todo = new ArrayList<Future<?>>(awaited.awaitedBy());
        while (!todo.isEmpty()) {
            Future<?> next = todo.removeLast();
            if (seen.put(next, true) != null) {
                continue;
            }
            if (next instanceof Task<?> awaiter) {
                addEdge(awaiter, awaited);
            } else {
                todo.addAll(next.awaitedBy());
            }
        }
    }

    private void addHolder(Task<?> task) {
        Task<?> holder = task.holder();
        if (holder != null) {
            addEdge(task, holder);
        }
    }

    private void addEdge(Task<?> from, Task<?> to) {
        List<Task<?>> edges = waitsFor.get(from);
        if (edges != null) {
            edges.add(to);
        }
    }

    /// {@return the tasks, in order of creation, unmodifiable}
    public List<Task<?>> tasks() {
        return tasks;
    }

    /// {@return the tasks that a task waits for, unmodifiable}
    ///
    /// @param task a task of the loop
    public List<Task<?>> waitsFor(Task<?> task) {
        return List.copyOf(waitsFor.getOrDefault(task, List.of()));
    }

    /// {@return the rings in which tasks wait for each other, each once, each starting with its oldest member}
    public List<List<Task<?>>> rings() {
        return new RingSearch(this).rings();
    }

    /// {@return the graph as text: rings first, then who waits for what; at most 50 lines of each, and how many
    /// were left out}
    public String describe() {
        var text = new StringBuilder("event loop '")
                .append(loop)
                .append("' can only be woken from another thread: ")
                .append(tasks.size())
                .append(tasks.size() == 1 ? " task is waiting" : " tasks are waiting");
        List<List<Task<?>>> rings = rings();
        for (List<Task<?>> ring : head(rings)) {
            text.append("\n  ring: ");
            for (Task<?> task : head(ring)) {
                text.append(task.label()).append(" -> ");
            }
            text.append(ring.size() > LONGEST_LIST ? "... -> " : "")
                    .append(ring.getFirst().label());
        }
        for (Task<?> task : head(tasks)) {
            text.append("\n  ").append(task.label()).append(" waits for ").append(target(task));
        }
        if (tasks.size() > LONGEST_LIST) {
            text.append("\n  and ").append(tasks.size() - LONGEST_LIST).append(" more tasks");
        }
        return text.toString();
    }

    private String target(Task<?> task) {
        List<Task<?>> others = waitsFor(task);
        if (!others.isEmpty()) {
            return others.stream()
                    .limit(LONGEST_LIST)
                    .map(Task::label)
                    .reduce((a, b) -> a + ", " + b)
                    .orElseThrow();
        }
        @Nullable Future<?> awaiting = task.awaiting();
        return awaiting == null ? "its next step" : TerminalText.of(awaiting.describe());
    }

    private static <E> List<E> head(List<E> all) {
        return all.subList(0, Math.min(all.size(), LONGEST_LIST));
    }
}
