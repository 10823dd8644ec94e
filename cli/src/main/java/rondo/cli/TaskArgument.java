package rondo.cli;

import java.util.List;
import java.util.stream.Collectors;
import rondo.cli.ProcessView.LoopView;
import rondo.cli.ProcessView.TaskView;

/// Which task of another process is meant: its number, or its name.
///
/// @param text as the user wrote it
record TaskArgument(String text) {
    private static final int MOST_NAMES = 20;

    /// {@return the task's number}
    long in(ProcessView process) throws MonitorRefusal {
        List<TaskView> tasks = process.loops().stream()
                .map(LoopView::tasks)
                .flatMap(List::stream)
                .toList();
        List<TaskView> meant = tasks.stream()
                .filter(task -> text.equals(String.valueOf(task.id())) || text.equals(task.name()))
                .toList();
        if (meant.isEmpty()) {
            throw new MonitorRefusal("there is no task '" + text + "'; there are " + names(tasks));
        }
        if (meant.size() > 1) {
            throw new MonitorRefusal(
                    "several tasks are called '" + text + "'; say which by its number: " + names(meant));
        }
        return meant.getFirst().id();
    }

    private static String names(List<TaskView> tasks) {
        String first = tasks.stream()
                .limit(MOST_NAMES)
                .map(task -> task.id() + " (" + task.name() + ")")
                .collect(Collectors.joining(", "));
        int left = tasks.size() - MOST_NAMES;
        return tasks.isEmpty() ? "none" : left > 0 ? first + " and " + left + " more" : first;
    }
}
