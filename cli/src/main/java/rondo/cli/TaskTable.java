package rondo.cli;

import java.util.HashMap;
import java.util.Map;
import rondo.cli.ProcessView.LoopView;
import rondo.cli.ProcessView.TaskView;

/// Tasks as `python -m asyncio ps` lists them, a line for each task and task that awaits it; two more columns
/// say where the task stands.
final class TaskTable {
    private static final int RULE = 200;

    private final ProcessView process;
    private final StringBuilder text = new StringBuilder();

    TaskTable(ProcessView process) {
        this.process = process;
    }

    String text() {
        row(
                "tid",
                "task id",
                "task name",
                "coroutine stack",
                "awaiter chain",
                "awaiter name",
                "awaiter id",
                "state",
                "waits for");
        text.append("-".repeat(RULE)).append('\n');
        process.loops().forEach(this::add);
        return text.toString();
    }

    private void add(LoopView loop) {
        Map<Long, TaskView> tasks = new HashMap<>();
        loop.tasks().forEach(task -> tasks.put(task.id(), task));
        for (TaskView task : loop.tasks()) {
            if (task.awaitedBy().isEmpty()) {
                add(loop, task, "", "", "");
            }
            for (long id : task.awaitedBy()) {
                TaskView awaiter = tasks.get(id);
                add(
                        loop,
                        task,
                        awaiter == null ? "" : FrameText.chain(awaiter.stack()),
                        awaiter == null ? "" : awaiter.brief(),
                        String.valueOf(id));
            }
        }
        if (!loop.answers()) {
            text.append(BlockedLoop.text(loop));
        }
    }

    private void add(LoopView loop, TaskView task, String chain, String awaiter, String awaiterId) {
        row(
                loop.thread(),
                task.id(),
                task.brief(),
                FrameText.chain(task.stack()),
                chain,
                awaiter,
                awaiterId,
                task.state(),
                task.waitsFor() + (task.cancelling() > 0 ? " (cancelling)" : ""));
    }

    private void row(Object... cells) {
        text.append("%-10s %-10s %-20s %-50s %-50s %-15s %-15s %-10s %s%n"
                .formatted(cells)
                .replaceAll(" +\\R", "\n"));
    }
}
