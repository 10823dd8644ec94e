package rondo.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import rondo.cli.ProcessView.LoopView;
import rondo.cli.ProcessView.TaskView;

/// `rondo where PID TASK`: the whole stack of one task, and who awaits it.
@Command(name = "where", description = "Shows where a task of another process stands, and who awaits it.")
final class WhereCommand extends ProcessCommand {
    private static final int MOST_AWAITERS = 50;

    @Parameters(index = "1", paramLabel = "TASK", description = "the task's number or name, as rondo ps shows them")
    private String task = "";

    @Override
    int run(MonitoredProcess process, Output out) throws MonitorRefusal, IOException {
        long id = new TaskArgument(task).in(process.view("snapshot 0"));
        for (LoopView loop : process.view("task " + id).loops()) {
            Map<Long, TaskView> tasks = new HashMap<>();
            loop.tasks().forEach(each -> tasks.put(each.id(), each));
            TaskView found = tasks.get(id);
            if (found != null) {
                print(found, tasks, out);
                return ExitCode.OK;
            }
        }
        throw new MonitorRefusal("task " + id + " has ended meanwhile");
    }

    private static void print(TaskView task, Map<Long, TaskView> tasks, Output out) throws IOException {
        out.println(describe(task));
        for (String frame : task.stack()) {
            out.println("    at " + frame);
        }
        Set<Long> above = new LinkedHashSet<>(task.awaitedBy());
        while (!above.isEmpty() && above.size() < MOST_AWAITERS) {
            var more = new LinkedHashSet<>(above);
            for (long id : above) {
                TaskView awaiter = tasks.get(id);
                if (awaiter != null) {
                    more.addAll(awaiter.awaitedBy());
                }
            }
            if (more.size() == above.size()) {
                break;
            }
            above = more;
        }
        for (long id : above) {
            TaskView awaiter = tasks.get(id);
            out.println("awaited by " + (awaiter == null ? "task " + id : describe(awaiter)));
        }
    }

    private static String times(long n) {
        return n == 1 ? "once" : n + " times";
    }

    private static String describe(TaskView task) {
        return "task " + task.id() + " '" + task.name() + "', " + task.state()
                + (task.waitsFor().isEmpty() ? "" : ", waits for " + task.waitsFor())
                + (task.cancelling() == 0 ? "" : ", asked to cancel " + times(task.cancelling()));
    }
}
