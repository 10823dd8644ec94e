package rondo.observe;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.task.Future;
import rondo.task.Task;

/// A future or task, where it stands, and who awaits it, as a tree (asyncio 3.14's `FutureCallGraph`).
///
/// What several await through different ways appears in each place, but is followed up only once: see `repeated`.
///
/// @param future the future or task
/// @param frames where a task stands, newest first, without Rondo's own machinery and the JDK's; empty for a
/// plain future; unmodifiable
/// @param awaitedBy who goes on when it has ended, in order of arrival; empty when `repeated`; unmodifiable
/// @param repeated whether the same future is elsewhere in the tree already, with its frames and who awaits it:
///     tasks wait for each other in a ring, or meet again further up
public record CallGraph(Future<?> future, List<StackTraceElement> frames, List<CallGraph> awaitedBy, boolean repeated) {
    /// How many frames to capture by default: all.
    public static final int ALL_FRAMES = Integer.MAX_VALUE;

    /// Captures the graph of the running task (asyncio's `capture_call_graph()`).
    ///
    /// @return the graph; null when no task runs here
    /// @throws IllegalStateException if the calling thread runs no loop
    public static @Nullable CallGraph capture() {
        return capture(null, 0, ALL_FRAMES);
    }

    /// Captures the graph of a future or task (asyncio's `capture_call_graph(future)`).
    ///
    /// @param future the future or task, of the calling thread's loop
    /// @return the graph
    public static CallGraph capture(Future<?> future) {
        return graph(future, 0, ALL_FRAMES);
    }

    /// Captures a graph, with some frames only.
    ///
    /// @param future the future or task; null for the running task
    /// @param depth how many of the newest frames to leave out, if it is the running task; not negative
    /// @param limit how many frames to keep of each task: the newest ones; if negative, that many of the
    /// oldest; 0 for none
    /// @return the graph; null when no future is given and no task runs here
    /// @throws IllegalArgumentException if `depth` is negative
    /// @throws IllegalStateException if the calling thread does not run the future's loop
    public static @Nullable CallGraph capture(@Nullable Future<?> future, int depth, int limit) {
        if (depth < 0) {
            throw new IllegalArgumentException(
                    "depth is " + depth + "; it must not be negative: 0 leaves no frame out");
        }
        if (future != null) {
            return graph(future, depth, limit);
        }
        EventLoop.current();
        Task<?> running = Task.currentOrNull();
        return running == null ? null : graph(running, depth, limit);
    }

    /// Goes through the futures with a list of its own: a chain can be a million long.
    private static CallGraph graph(Future<?> root, int depth, int limit) {
        root.loop().checkTurn();
        IdentityHashMap<Future<?>, Boolean> seen = new IdentityHashMap<>();
        var todo = new ArrayDeque<Unfinished>();
        CallGraph whole = node(root, depth, limit, seen, todo);
        for (Unfinished next = todo.poll(); next != null; next = todo.poll()) {
            for (Future<?> awaiter : next.future().awaitedBy()) {
                next.awaitedBy().add(node(awaiter, depth, limit, seen, todo));
            }
        }
        return whole;
    }

    /// A node whose awaiters are still to be found.
    private record Unfinished(Future<?> future, List<CallGraph> awaitedBy) {}

    private static CallGraph node(
            Future<?> future,
            int depth,
            int limit,
            IdentityHashMap<Future<?>, Boolean> seen,
            ArrayDeque<Unfinished> todo) {
        if (seen.put(future, true) != null) {
            return new CallGraph(future, List.of(), List.of(), true);
        }
        var awaitedBy = new ArrayList<CallGraph>();
        todo.add(new Unfinished(future, awaitedBy));
        List<StackTraceElement> frames = future instanceof Task<?> task ? Frames.of(task, depth, limit) : List.of();
        return new CallGraph(future, frames, Collections.unmodifiableList(awaitedBy), false);
    }

    /// {@return the graph as text, one frame a line, who awaits it indented below (asyncio's
    /// `format_call_graph`)}
    public String format() {
        return CallGraphText.of(this);
    }

    /// Prints the graph as [#format()] gives it (asyncio's `print_call_graph`).
    ///
    /// @param out where to
    public void print(PrintStream out) {
        out.println(format());
    }

    /// {@return the graph as text; the record's own form would be as deep as the chain is long}
    @Override
    public String toString() {
        return format();
    }
}
