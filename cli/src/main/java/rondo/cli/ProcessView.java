package rondo.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import rondo.loop.TerminalText;

/// The loops of another process at one moment, all texts as a terminal shows them.
///
/// @param loops those that ran
record ProcessView(List<LoopView> loops) {
    /// A loop of another process.
    ///
    /// @param answers whether it gave way when it was asked; otherwise something blocks it
    /// @param running what it was running, in words
    /// @param steps how many steps and callbacks it had begun
    /// @param stack where its thread was, newest frame first; empty when it answered
    record LoopView(
            String name,
            String carrier,
            boolean answers,
            String running,
            long thread,
            long steps,
            List<String> stack,
            List<TaskView> tasks) {}

    /// A task of another process.
    ///
    /// @param stack where it stood, newest frame first, each as in a Java stack trace
    /// @param awaitedBy the tasks that wait for it
    record TaskView(
            long id,
            String name,
            String state,
            String waitsFor,
            long cancelling,
            List<String> stack,
            List<Long> awaitedBy) {
        private static final int LONGEST = 60;

        /// {@return the name, or the beginning of a long one}
        String brief() {
            if (name.length() <= LONGEST) {
                return name;
            }
            int end = LONGEST - 3;
            return name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end) + "...";
        }
    }

    static ProcessView of(Map<String, Object> reply) {
        return new ProcessView(list(reply, "loops").stream()
                .map(each -> loop((Map<?, ?>) each))
                .toList());
    }

    private static LoopView loop(Map<?, ?> loop) {
        return new LoopView(
                text(loop, "name"),
                text(loop, "carrier"),
                Boolean.TRUE.equals(loop.get("answers")),
                text(loop, "running"),
                number(loop, "thread"),
                number(loop, "steps"),
                texts(loop, "stack"),
                list(loop, "tasks").stream().map(each -> task((Map<?, ?>) each)).toList());
    }

    private static TaskView task(Map<?, ?> task) {
        return new TaskView(
                number(task, "id"),
                text(task, "name"),
                text(task, "state"),
                text(task, "waitsFor"),
                number(task, "cancelling"),
                texts(task, "stack"),
                list(task, "awaitedBy").stream()
                        .map(each -> ((Number) each).longValue())
                        .toList());
    }

    private static Object field(Map<?, ?> object, String name) {
        return Objects.requireNonNull(object.get(name), name);
    }

    private static List<?> list(Map<?, ?> object, String name) {
        return (List<?>) field(object, name);
    }

    private static List<String> texts(Map<?, ?> object, String name) {
        return list(object, name).stream()
                .map(String.class::cast)
                .map(TerminalText::of)
                .toList();
    }

    private static String text(Map<?, ?> object, String name) {
        return TerminalText.of((String) field(object, name));
    }

    private static long number(Map<?, ?> object, String name) {
        return ((Number) field(object, name)).longValue();
    }
}
