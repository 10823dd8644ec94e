package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.NullMarked;
import rondo.Rondo;

/// A mistake made in a copy of one file of the core.
///
/// @param name what is wrong
/// @param file the file, from the root of the core's sources
/// @param original the text that is right
/// @param replacement the text that is wrong
/// @param scenario the scenario that has to find it
record Mutant(String name, String file, String original, String replacement, String scenario) {
    private static final Path SOURCES = Path.of("..", "core", "src", "main", "java", "rondo");

    /// Compiles the copy and looks for a seed that fails with it.
    ///
    /// @return after how many seeds one has failed, and how; nothing if none did
    @SuppressWarnings({"resource", "unchecked"}) // the copy's loops have threads that load classes a moment later
    Optional<Map.Entry<Integer, String>> search(Path folder, int seeds)
            throws IOException, ReflectiveOperationException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(folder, classes);
        URL[] path = {
            url(classes),
            url(CodeHome.of(Rondo.class)),
            url(CodeHome.of(Simulation.class)),
            url(CodeHome.of(Mutant.class))
        };
        var probe = new CopyLoader(path)
                .loadClass(MutantProbe.class.getName())
                .getDeclaredMethod("search", String.class, int.class);
        probe.setAccessible(true);
        return (Optional<Map.Entry<Integer, String>>) probe.invoke(null, scenario, seeds);
    }

    /// {@return the same copy without the mistake}
    Mutant takenBack() {
        return new Mutant(name, file, original, original, scenario);
    }

    private void compile(Path folder, Path classes) throws IOException {
        Path source = SOURCES.resolve(file);
        String text = Files.readString(source);
        assertThat(text.split(java.util.regex.Pattern.quote(original), -1))
                .as("%s contains once, to be mutated: %s", file, original)
                .hasSize(2);
        Path copy = folder.resolve(source.getFileName());
        Files.writeString(copy, text.replace(original, replacement));
        String path = String.join(
                File.pathSeparator,
                CodeHome.of(Rondo.class).toString(),
                CodeHome.of(NullMarked.class).toString());
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-proc:none",
                        "-nowarn",
                        "-cp",
                        path,
                        "-d",
                        classes.toString(),
                        copy.toString());
        assertThat(status).as("the mutant compiles").isZero();
    }

    private static URL url(Path path) throws IOException {
        return path.toUri().toURL();
    }

    /// Has copies of Rondo's classes, and everything else in common with the rest.
    private static final class CopyLoader extends URLClassLoader {
        CopyLoader(URL[] path) {
            super(path, Mutant.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("rondo.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "Lock: a wake-up is lost with a cancelled waiter",
                        "sync/Lock.java",
                        "waiters.wakeHead(); // it may have been our turn: then it is the next one's",
                        "",
                        "Lock"),
                new Mutant(
                        "Lock: release wakes nobody",
                        "sync/Lock.java",
                        "holder = null;\n        waiters.wakeHead();",
                        "holder = null;",
                        "Lock"),
                new Mutant(
                        "Lock: a newcomer overtakes the one who was woken",
                        "sync/Lock.java",
                        "if (locked || waiters.anyLive()) {",
                        "if (locked) {",
                        "Lock"),
                new Mutant(
                        "Semaphore: a permit goes with a cancelled waiter",
                        "sync/Semaphore.java",
                        "value++; // the permit came together with the cancel",
                        "",
                        "Semaphore"),
                new Mutant(
                        "Semaphore: release wakes nobody",
                        "sync/Semaphore.java",
                        "        if (waiters.wakeNext()) {\n            value--;\n        }\n",
                        "",
                        "Semaphore"),
                new Mutant(
                        "Semaphore: a permit is given twice",
                        "sync/Semaphore.java",
                        "        if (waiters.wakeNext()) {\n            value--;\n        }\n",
                        "        waiters.wakeNext();\n",
                        "BoundedSemaphore"),
                new Mutant(
                        "Condition: a signal is lost with a cancelled waiter",
                        "sync/Condition.java",
                        "            waiters.wakeNext();\n            throw e;",
                        "            throw e;",
                        "Condition with one signal for each"),
                new Mutant(
                        "Condition: a cancelled waiter leaves without the lock",
                        "sync/Condition.java",
                        "waiters.awaitTurn(waiter);\n        } finally {\n            reacquire();\n        }",
                        "waiters.awaitTurn(waiter);\n            reacquire();\n        } finally {\n            last();\n        }\n    }\n\n    private static void last() {",
                        "Condition"),
                new Mutant(
                        "Condition: a second cancel cuts the way back to the lock off",
                        "sync/Condition.java",
                        "last = e;",
                        "throw e;",
                        "Condition"),
                new Mutant(
                        "Event: set wakes only one",
                        "sync/Event.java",
                        "waiters.wakeAll();",
                        "waiters.wakeNext();",
                        "Event"),
                new Mutant(
                        "Event: one that is set is waited for",
                        "sync/Event.java",
                        "if (!set) {\n            waiters.awaitTurn",
                        "if (waiters != null) {\n            waiters.awaitTurn",
                        "Event"),
                new Mutant(
                        "Barrier: the last one in wakes only one",
                        "sync/Barrier.java",
                        "state = next;\n        waiters.wakeAll();",
                        "state = next;\n        waiters.wakeNext();",
                        "Barrier"),
                new Mutant(
                        "Barrier: one who leaves is still counted",
                        "sync/Barrier.java",
                        "        count--;\n        if (count == 0) {",
                        "        if (count == 0) {",
                        "Barrier"),
                new Mutant(
                        "Queue: a wake-up is lost with a cancelled getter",
                        "sync/Queue.java",
                        "                line.dismissNext();\n            }\n            throw e;",
                        "            }\n            throw e;",
                        "Queue, both sides"),
                new Mutant(
                        "Queue: a putter is not woken again",
                        "sync/Queue.java",
                        "putters.dismissNext();\n        return item;",
                        "return item;",
                        "Queue(1), put"),
                new Mutant(
                        "Queue: a getter is not woken",
                        "sync/Queue.java",
                        "unfinished++;\n        getters.dismissNext();",
                        "unfinished++;",
                        "Queue, get"),
                new Mutant(
                        "Queue: a woken getter does not look again",
                        "sync/Queue.java",
                        "        while (empty()) {\n            if (shutDown) {\n                return false;\n            }\n            awaitTurn(getters, () -> !empty());\n        }\n        return true;",
                        "        if (empty()) {\n            if (shutDown) {\n                return false;\n            }\n            awaitTurn(getters, () -> !empty());\n        }\n        return true;",
                        "Queue, shut down"),
                new Mutant(
                        "Queue: join ends too early",
                        "sync/Queue.java",
                        "if (unfinished == 0) {",
                        "if (unfinished <= 1) {",
                        "Queue, join"),
                new Mutant(
                        "Queue: shutdown leaves getters behind",
                        "sync/Queue.java",
                        "getters.dismissAll();\n",
                        "getters.dismissNext();\n",
                        "Queue, join"),
                new Mutant(
                        "Waiters: a cancelled waiter stays in the line",
                        "sync/Waiters.java",
                        "        } finally {\n            leave(waiter);",
                        "        } finally {\n            leave(null);",
                        "Lock"),
                new Mutant(
                        "TaskGroup: forgets a child",
                        "group/TaskGroup.java",
                        "children.add(child);\n",
                        "\n",
                        "TaskGroup"),
                new Mutant(
                        "TaskGroup: forgets a late child",
                        "group/TaskGroup.java",
                        "children.add(child);\n",
                        "if (!exiting) {\n            children.add(child);\n        }\n",
                        "TaskGroup, late children"),
                new Mutant(
                        "gatherOutcomes: eats a cancellation",
                        "group/Gathering.java",
                        "cancelRequested |= !live.isEmpty();",
                        "",
                        "gatherOutcomes"),
                new Mutant(
                        "waitUntil: wakes twice",
                        "group/Wait.java",
                        "if (!woken.done()) {",
                        "if (woken != null) {",
                        "waitUntil first"),
                new Mutant(
                        "shield: ends what was cancelled",
                        "group/Shield.java",
                        "if (outer.done()) {",
                        "if (outer == null) {",
                        "shield"),
                new Mutant(
                        "timeout: uncancel is missing",
                        "task/Timeout.java",
                        "return task.uncancel() <= cancelsBefore;",
                        "return task.cancelling() <= cancelsBefore + 1;",
                        "timeout"),
                new Mutant(
                        "timeout: its timer is not stopped",
                        "task/Timeout.java",
                        "        stopTimer();\n        if (state != State.EXPIRING) {",
                        "        if (state != State.EXPIRING) {",
                        "timeout"),
                new Mutant(
                        "sleep: its end comes twice",
                        "task/Sleep.java",
                        "if (!done()) {",
                        "if (loop() != null) {",
                        "a sleep that is cancelled as it ends"),
                new Mutant(
                        "Task: a request that was taken back is delivered",
                        "task/CancelRequests.java",
                        "--outstanding == 0) {\n            undelivered = false;",
                        "--outstanding == 0) {\n            last = last;",
                        "sleep"),
                new Mutant(
                        "Task: a cancel is not counted",
                        "task/CancelRequests.java",
                        "        outstanding++;\n",
                        "",
                        "sleep"),
                new Mutant(
                        "Task: a result drowns a cancel",
                        "task/Task.java",
                        "if (undelivered != null && (ended == null || !ended.endedByCancel())) {",
                        "if (undelivered != null && ended == null) {",
                        "a future"));
    }
}
