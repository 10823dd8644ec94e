package rondo.observe;

import java.util.List;
import rondo.loop.StackFrames;
import rondo.task.Task;

/// Which frames of a task's stack say something about the program.
final class Frames {
    private static final List<String> AWAITS = List.of(
            "rondo.observe.CallGraph",
            "rondo.observe.Frames",
            "rondo.task.Task",
            "rondo.task.Future",
            "rondo.task.Scope",
            "rondo.task.VoidBody");

    private Frames() {}

    /// {@return a task's frames, newest first, unmodifiable}
    ///
    /// @param skip how many of the newest to leave out if the task is the running one
    /// @param limit how many to keep: the newest, or if negative the oldest
    static List<StackTraceElement> of(Task<?> task, int skip, int limit) {
        List<StackTraceElement> all = task.stack().stream()
                .filter(frame -> !isMachinery(frame.getClassName()))
                .toList();
        int from = task == Task.currentOrNull() ? Math.min(skip, all.size()) : 0;
        List<StackTraceElement> frames = all.subList(from, all.size());
        int size = frames.size();
        return limit >= 0
                ? List.copyOf(frames.subList(0, Math.min(limit, size)))
                : List.copyOf(frames.subList(Math.max(0, size + limit), size));
    }

    /// {@return a frame as in a Java stack trace, without its class loader and module}
    static String text(StackTraceElement frame) {
        String file = frame.getFileName();
        String place = frame.isNativeMethod()
                ? "Native Method"
                : file == null
                        ? "Unknown Source"
                        : frame.getLineNumber() < 0 ? file : file + ":" + frame.getLineNumber();
        return frame.getClassName() + "." + frame.getMethodName() + "(" + place + ")";
    }

    private static boolean isMachinery(String className) {
        return StackFrames.ofCarriers(className) || StackFrames.anyOf(AWAITS, className);
    }
}
