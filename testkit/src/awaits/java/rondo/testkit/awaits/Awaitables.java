package rondo.testkit.awaits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The public methods of a module that may suspend their caller, as its compiled code has it: each of them has
/// to be in a scenario that is interrupted at each await, or have a reason why not.
public final class Awaitables {
    /// Where everything suspends, and where a program's own bodies begin, which may.
    private static final List<String> SUSPENDING = List.of(
            "rondo.loop.Coroutine.suspend",
            "rondo.task.Awaitable.await",
            "rondo.task.VoidBody.run",
            "rondo.task.Timeout$Body.run",
            "rondo.group.TaskGroup$Body.run",
            "rondo.group.TaskGroup$ValueBody.call");

    private final SortedSet<String> methods;

    private Awaitables(SortedSet<String> methods) {
        this.methods = methods;
    }

    /// Looks for them.
    ///
    /// @param module the module whose listing of its API is read
    /// @param others what it calls
    /// @return the methods as `type.method`
    public static Awaitables of(Path module, Path... others) throws IOException {
        var folders = new ArrayList<>(List.of(classes(module)));
        for (Path other : others) {
            folders.add(classes(other));
        }
        var calls = new CallTree(folders);
        Set<String> suspending = calls.thatReach(SUSPENDING);
        var found = new TreeSet<String>();
        for (String method : PublicMethods.in(module.resolve("api.txt"))) {
            if (calls.implementations(method).stream().anyMatch(suspending::contains)) {
                found.add(method);
            }
        }
        return new Awaitables(found);
    }

    /// {@return these, and of other ones those of some types}
    public Awaitables with(Awaitables others, Set<String> types) {
        var all = new TreeSet<>(methods);
        others.methods.stream()
                .filter(method -> types.contains(method.substring(0, method.lastIndexOf('.'))))
                .forEach(all::add);
        return new Awaitables(all);
    }

    private static Path classes(Path module) {
        return module.resolve("target").resolve("classes");
    }

    /// {@return how many there are}
    public int count() {
        return methods.size();
    }

    /// Checks that each of them is accounted for, once.
    ///
    /// @param awaited those in which a scenario waits
    /// @param excused those that are in no scenario
    public void check(Set<String> awaited, Map<String, Reason> excused) {
        var left = new TreeSet<>(methods);
        left.removeAll(awaited);
        left.removeAll(excused.keySet());
        var idle = new TreeSet<>(excused.keySet());
        idle.removeIf(method -> methods.contains(method) && !awaited.contains(method));

        assertThat(left)
                .as("these may suspend, and no scenario waits in them: write one, or say why not")
                .isEmpty();
        assertThat(idle)
                .as("these are excused, but do not suspend, or are in a scenario")
                .isEmpty();
    }
}
