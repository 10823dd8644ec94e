package rondo.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import rondo.loop.EventLoop;
import rondo.task.Future;
import rondo.task.Task;

/// A loop's tasks as text: what each waits for, indented below who awaits it, and where it stands.
final class TaskTree {
    private static final int FRAMES = 4;

    private final StringBuilder text = new StringBuilder();
    private final Set<Task<?>> shown = Collections.newSetFromMap(new IdentityHashMap<>());

    private TaskTree() {}

    static String of(EventLoop loop) {
        var tree = new TaskTree();
        var tasks = new ArrayList<Task<?>>(Task.all(loop));
        for (Task<?> task : tasks) {
            if (task.awaitedBy().isEmpty()) {
                tree.show(task, 0);
            }
        }
        for (Task<?> task : tasks) {
            if (!tree.shown.contains(task)) {
                tree.show(task, 0); // one of a ring
            }
        }
        return tree.text.isEmpty() ? "no task is left" : tree.text.toString().stripTrailing();
    }

    private void show(Task<?> task, int depth) {
        String indent = "  ".repeat(depth);
        Future<?> awaited = task.awaiting();
        String what = awaited == null ? "" : ", awaits " + Names.of(awaited);
        text.append(indent)
                .append("task '")
                .append(task.name())
                .append("' ")
                .append(Names.of(task.state()))
                .append(what)
                .append('\n');
        if (!shown.add(task)) {
            return;
        }
        for (StackTraceElement frame : program(task.stack())) {
            text.append(indent).append("    at ").append(frame).append('\n');
        }
        if (awaited instanceof Task<?> child) {
            show(child, depth + 1);
        }
    }

    private static List<StackTraceElement> program(List<StackTraceElement> stack) {
        return stack.stream()
                .filter(frame -> !Names.isMachinery(frame))
                .limit(FRAMES)
                .toList();
    }
}
