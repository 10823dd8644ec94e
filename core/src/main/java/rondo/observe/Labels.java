package rondo.observe;

import java.util.Locale;
import rondo.task.Future;
import rondo.task.Task;
import rondo.task.TaskState;

/// How traces and listings call things.
final class Labels {
    private static final int LONGEST = 60;
    private static final String FAILED = "failed: ";
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long TEN_SECONDS = 10_000_000_000L;

    private Labels() {}

    /// {@return what a task waits for}
    static String of(Future<?> future) {
        if (future instanceof Task<?> task) {
            return brief("task " + task.name());
        }
        String text = future.describe();
        return brief(text.startsWith("Future[") ? "a " + simpleName(future) : text);
    }

    private static String simpleName(Future<?> future) {
        String name = future.getClass().getSimpleName();
        return name.isEmpty() || name.equals("Future") ? "future" : name;
    }

    /// {@return how a task has ended, or where it stands; does not count as asking for its error}
    static String outcome(Task<?> task) {
        if (task.failed()) {
            return brief("raised " + withoutPackage(task.describeState().substring(FAILED.length())));
        }
        return task.state() == TaskState.DONE ? "returned" : task.state().name().toLowerCase(Locale.ROOT);
    }

    static String of(Throwable error) {
        return brief(withoutPackage(error.toString()));
    }

    /// Takes the package off an error's text, which begins with its class.
    private static String withoutPackage(String error) {
        int end = error.indexOf(':');
        String type = end < 0 ? error : error.substring(0, end);
        int dot = Math.max(type.lastIndexOf('.'), type.lastIndexOf('$'));
        return type.indexOf(' ') >= 0 ? error : error.substring(dot + 1);
    }

    static String brief(String text) {
        String line = text.replace('\n', ' ').replace('\r', ' ');
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = LONGEST - 1;
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /// {@return a duration with the unit that suits it}
    static String time(long nanos) {
        if (nanos < MICRO) {
            return nanos + " ns";
        }
        if (nanos < MILLI) {
            return nanos / MICRO + " µs";
        }
        return nanos < TEN_SECONDS
                ? String.format(Locale.ROOT, "%.1f ms", nanos / (double) MILLI)
                : String.format(Locale.ROOT, "%.1f s", nanos / (double) (MILLI * MICRO));
    }
}
