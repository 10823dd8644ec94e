package rondo.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import rondo.cli.ProcessView.LoopView;
import rondo.cli.ProcessView.TaskView;

/// Tasks as `python -m asyncio pstree` draws them: whoever awaits stands above what it awaits, with its frames
/// in between. Tasks that await each other in a ring are no tree. What several await is drawn below the first of them,
/// and named below the others: where many await many, asyncio's tree doubles with each step down.
final class TaskTree {
    private static final int DEEPEST = 100;
    private static final String GAP = "    ";

    /// What the tree is drawn with.
    ///
    /// @param inner before a branch that others follow, and `last` before the last one
    /// @param line before what stands under a branch that others follow
    /// @param arrow between the tasks of a ring
    record Signs(String inner, String last, String line, String arrow) {
        private static final Signs LINES = new Signs("├── ", "└── ", "│   ", " → ");
        private static final Signs ASCII = new Signs("|-- ", "`-- ", "|   ", " -> ");

        /// {@return those that a terminal has}
        static Signs of(Output out) {
            return out.canWrite("├─└│→") ? LINES : ASCII;
        }
    }

    private final LoopView loop;
    private final Signs signs;
    private final Map<Long, TaskView> tasks = new LinkedHashMap<>();
    private final Map<Long, List<TaskView>> awaited = new HashMap<>();
    private final Set<Long> drawn = new HashSet<>();
    private final StringBuilder text = new StringBuilder();

    TaskTree(LoopView loop, Signs signs) {
        this.loop = loop;
        this.signs = signs;
        loop.tasks().forEach(task -> tasks.put(task.id(), task));
        for (TaskView task : loop.tasks()) {
            for (long awaiter : task.awaitedBy()) {
                awaited.computeIfAbsent(awaiter, any -> new ArrayList<>()).add(task);
            }
        }
    }

    /// {@return the rings in which tasks await each other, each once, in words}
    List<String> rings() {
        var rings = new ArrayList<String>();
        var seen = new HashSet<Long>();
        for (TaskView start : loop.tasks()) {
            search(start, seen, rings);
        }
        return rings;
    }

    /// Depth first, with a stack of its own: a chain can be long.
    private void search(TaskView start, Set<Long> seen, List<String> rings) {
        var path = new ArrayList<TaskView>();
        var branches = new ArrayDeque<Iterator<Long>>();
        TaskView next = start;
        while (true) {
            if (next != null && seen.add(next.id())) {
                path.add(next);
                branches.push(next.awaitedBy().iterator());
            } else if (next != null && path.contains(next)) {
                List<TaskView> ring = path.subList(path.indexOf(next), path.size());
                rings.add(ring.stream().map(TaskView::brief).collect(Collectors.joining(signs.arrow()))
                        + signs.arrow()
                        + next.brief());
            }
            while (!branches.isEmpty() && !branches.peek().hasNext()) {
                branches.pop();
                path.removeLast();
            }
            if (branches.isEmpty()) {
                return;
            }
            next = tasks.get(branches.peek().next());
        }
    }

    String text() {
        List<TaskView> roots = loop.tasks().stream()
                .filter(task -> task.awaitedBy().stream().noneMatch(tasks::containsKey))
                .toList();
        for (int i = 0; i < roots.size(); i++) {
            task(roots.get(i), "", i == roots.size() - 1, 0);
        }
        if (!loop.answers()) {
            text.append(BlockedLoop.text(loop));
        }
        return text.toString();
    }

    private void task(TaskView task, String indent, boolean last, int depth) {
        List<String> frames = task.stack().reversed();
        List<TaskView> below = awaited.getOrDefault(task.id(), List.of());
        if (!drawn.add(task.id()) && !(frames.isEmpty() && below.isEmpty())) {
            line(indent, last, "(T) " + task.brief() + " (see above)");
            return;
        }
        line(indent, last, "(T) " + task.brief());
        String deeper = indent + (last ? GAP : signs.line());
        if (depth == DEEPEST) {
            if (!below.isEmpty()) {
                line(deeper, true, "... and what these await");
            }
            return;
        }
        for (int i = 0; i < frames.size(); i++) {
            line(deeper, true, " " + FrameText.withPlace(frames.get(i)));
            deeper = deeper + GAP;
        }
        for (int i = 0; i < below.size(); i++) {
            task(below.get(i), deeper, i == below.size() - 1, depth + 1);
        }
    }

    private void line(String indent, boolean last, String node) {
        text.append(indent)
                .append(last ? signs.last() : signs.inner())
                .append(node)
                .append('\n');
    }
}
