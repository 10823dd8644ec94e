package rondo.observe;

import java.util.ArrayDeque;
import rondo.loop.TerminalText;
import rondo.task.Future;
import rondo.task.Task;

/// A call graph as text, in the shape of asyncio's `format_call_graph`.
final class CallGraphText {
    private static final int INDENT = 4;

    /// Deeper than this the indent no longer grows, or the text of a long chain would be a square.
    private static final int DEEPEST_INDENT = 40;

    private final StringBuilder text = new StringBuilder();
    private final ArrayDeque<Line> todo = new ArrayDeque<>();

    private record Line(CallGraph graph, int depth) {}

    private CallGraphText() {}

    static String of(CallGraph graph) {
        var writer = new CallGraphText();
        writer.todo.push(new Line(graph, 0));
        while (!writer.todo.isEmpty()) {
            writer.write(writer.todo.pop());
        }
        return writer.text.toString();
    }

    private void write(Line line) {
        CallGraph graph = line.graph();
        String indent = " ".repeat(INDENT * Math.min(line.depth(), DEEPEST_INDENT));
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(indent).append("* ").append(name(graph.future()));
        if (graph.repeated()) {
            text.append(" (shown elsewhere)");
            return;
        }
        if (!graph.frames().isEmpty()) {
            text.append('\n').append(indent).append("  + Call stack:");
            for (StackTraceElement frame : graph.frames()) {
                text.append('\n').append(indent).append("  |   at ").append(frame);
            }
        }
        if (!graph.awaitedBy().isEmpty()) {
            text.append('\n').append(indent).append("  + Awaited by:");
        }
        for (CallGraph awaiter : graph.awaitedBy().reversed()) {
            todo.push(new Line(awaiter, line.depth() + 1));
        }
    }

    private static String name(Future<?> future) {
        return TerminalText.of(
                future instanceof Task<?> task ? "Task '" + task.name() + "' " + task.state() : future.toString());
    }
}
