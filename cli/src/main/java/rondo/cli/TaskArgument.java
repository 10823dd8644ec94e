package rondo.cli;

import java.util.List;
import java.util.stream.Collectors;
import rondo.cli.ProcessView.LoopView;
import rondo.cli.ProcessView.TaskView;

/// Which task of another process is meant: its number, which it shares with no other task of the process whichever
/// loop runs it, or its name.
///
/// @param text as the user wrote it
record TaskArgument(String text) {
    private static final int MOST_NAMES = 20;

    /// {@return the task's number}
    long in(ProcessView process) throws MonitorRefusal {
        List<Found> tasks = process.loops().stream()
                .flatMap(loop -> loop.tasks().stream().map(task -> new Found(loop, task)))
                .toList();
        for (Found found : tasks) { // a number means that task, whatever others are called
            if (text.equals(String.valueOf(found.task().id()))) {
                return found.task().id();
            }
        }
        boolean severalLoops = process.loops().size() > 1;
        List<Found> meant =
                tasks.stream().filter(found -> text.equals(found.task().name())).toList();
        if (meant.isEmpty()) {
            throw new MonitorRefusal("there is no task '" + text + "'; there are " + names(tasks, severalLoops));
        }
        if (meant.size() > 1) {
            throw new MonitorRefusal(
                    "several tasks are called '" + text + "'; say which by its number: " + names(meant, severalLoops));
        }
        return meant.getFirst().task().id();
    }

    /// A task, and the loop that runs it.
    private record Found(LoopView loop, TaskView task) {
        String text(boolean withLoop) {
            return task.id() + " (" + task.brief() + (withLoop ? " of event loop '" + loop.name() + "'" : "") + ")";
        }
    }

    private static String names(List<Found> tasks, boolean withLoops) {
        String first = tasks.stream()
                .limit(MOST_NAMES)
                .map(found -> found.text(withLoops))
                .collect(Collectors.joining(", "));
        int left = tasks.size() - MOST_NAMES;
        return tasks.isEmpty() ? "none" : left > 0 ? first + " and " + left + " more" : first;
    }
}
