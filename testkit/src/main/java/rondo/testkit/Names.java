package rondo.testkit;

import java.util.Locale;
import rondo.group.ExceptionGroup;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.TaskState;

/// What reports call things.
final class Names {
    private static final String PLAIN_FUTURE = "Future[";

    private Names() {}

    static String of(TaskState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /// What a task waits for: its own words, where it has some.
    static String of(Future<?> future) {
        if (future instanceof Task<?> task) {
            return "task '" + task.name() + "'";
        }
        String text = future.toString();
        if (!text.startsWith(PLAIN_FUTURE)) {
            return text;
        }
        Class<?> type = future.getClass();
        Class<?> outer = type.getEnclosingClass();
        return type == Future.class
                ? "a future"
                : "a " + (outer == null ? type : outer).getSimpleName().toLowerCase(Locale.ROOT);
    }

    /// An error, with those that it gathers.
    static String of(Throwable error) {
        return error instanceof ExceptionGroup group
                ? String.join("; ", group.exceptions().stream().map(Names::of).toList())
                : error.toString();
    }

    /// A frame of Rondo's or of the JDK's.
    static boolean isMachinery(StackTraceElement frame) {
        String name = frame.getClassName();
        return (frame.getModuleName() != null && frame.getModuleName().startsWith("java."))
                || name.startsWith("rondo.loop.")
                || name.startsWith("rondo.task.")
                || name.startsWith("rondo.group.")
                || name.startsWith("rondo.sync.")
                || name.startsWith("rondo.io.")
                || name.equals("rondo.Rondo")
                || name.matches("rondo\\.testkit\\.(?!(junit\\.)?\\w*Test\\b).*");
    }
}
