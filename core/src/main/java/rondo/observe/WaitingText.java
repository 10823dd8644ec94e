package rondo.observe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import rondo.loop.TerminalText;

/// What tasks are waiting for, a line each: whoever awaits stands above what it awaits.
final class WaitingText {
    static final int MOST_TASKS = 50;

    private static final int MOST_FRAMES = 20;
    private static final int DEEPEST = 20;
    private static final String INDENT = "  ";

    private final LoopSnapshot loop;
    private final StringBuilder text = new StringBuilder();
    private int lines;

    /// A task, and how many others stand above it.
    private record Line(TaskSnapshot task, int depth) {}

    private WaitingText(LoopSnapshot loop) {
        this.loop = loop;
    }

    static String of(LoopSnapshot loop, String when) {
        var words = new WaitingText(loop);
        int n = loop.tasks().size();
        words.text.append(n).append(n == 1 ? " task " : " tasks ").append(when).append(n == 0 ? "" : ":");
        words.tasks();
        words.blocker();
        return words.text.toString();
    }

    private void tasks() {
        Map<Long, List<TaskSnapshot>> awaited = new HashMap<>();
        Set<Long> known = new HashSet<>();
        loop.tasks().forEach(task -> known.add(task.number()));
        for (TaskSnapshot task : loop.tasks()) {
            task.awaitedBy()
                    .forEach(awaiter -> awaited.computeIfAbsent(awaiter, any -> new ArrayList<>())
                            .add(task));
        }
        Set<Long> written = new HashSet<>();
        for (TaskSnapshot task : loop.tasks()) {
            if (task.awaitedBy().stream().noneMatch(known::contains)) {
                branch(task, awaited, written);
            }
        }
        for (TaskSnapshot task : loop.tasks()) { // what is left awaits each other in a ring
            branch(task, awaited, written);
        }
        if (lines > MOST_TASKS) {
            text.append('\n')
                    .append(INDENT)
                    .append("and ")
                    .append(lines - MOST_TASKS)
                    .append(" more");
        }
    }

    private void branch(TaskSnapshot root, Map<Long, List<TaskSnapshot>> awaited, Set<Long> written) {
        var todo = new ArrayDeque<Line>();
        todo.push(new Line(root, 1));
        while (!todo.isEmpty()) {
            Line next = todo.pop();
            if (written.add(next.task().number())) {
                line(next);
                for (TaskSnapshot below :
                        awaited.getOrDefault(next.task().number(), List.of()).reversed()) {
                    todo.push(new Line(below, next.depth() + 1));
                }
            }
        }
    }

    private void line(Line line) {
        if (++lines > MOST_TASKS) {
            return;
        }
        TaskSnapshot task = line.task();
        text.append('\n')
                .append(INDENT.repeat(Math.min(line.depth(), DEEPEST)))
                .append("task '")
                .append(Labels.brief(TerminalText.of(task.name())))
                .append('\'');
        if (task.waitsFor().isEmpty()) {
            text.append(" is ").append(task.state().name().toLowerCase(Locale.ROOT));
        } else {
            text.append(" waits for ").append(TerminalText.of(task.waitsFor()));
        }
        task.stack().stream()
                .filter(frame -> !frame.getClassName().startsWith("rondo."))
                .findFirst()
                .ifPresent(frame -> text.append(", at ").append(frame));
        if (task.cancelling() > 0) {
            text.append(" (cancelling)");
        }
    }

    private void blocker() {
        if (loop.answers()) {
            return;
        }
        text.append("\nevent loop '")
                .append(loop.name())
                .append("' is blocked by ")
                .append(TerminalText.of(loop.status().running()))
                .append(", at");
        List<StackTraceElement> stack = loop.status().stack();
        for (StackTraceElement frame : stack.subList(0, Math.min(stack.size(), MOST_FRAMES))) {
            text.append("\n    at ").append(frame);
        }
    }
}
