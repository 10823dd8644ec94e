package rondo.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds the rings of an await graph: a depth-first search with its own stack, since a chain can be a million
/// tasks long.
final class RingSearch {
    private enum Colour {
        ON_PATH,
        FINISHED
    }

    private final AwaitGraph graph;
    private final Map<Task<?>, Colour> colours = new LinkedHashMap<>();
    private final List<Task<?>> path = new ArrayList<>();
    private final ArrayDeque<Iterator<Task<?>>> branches = new ArrayDeque<>();
    private final List<List<Task<?>>> rings = new ArrayList<>();

    RingSearch(AwaitGraph graph) {
        this.graph = graph;
    }

    List<List<Task<?>>> rings() {
        for (Task<?> start : graph.tasks()) {
            if (!colours.containsKey(start)) {
                enter(start);
                follow();
            }
        }
        return rings;
    }

    private void follow() {
        while (!branches.isEmpty()) {
            Iterator<Task<?>> branch = branches.peek();
            if (!branch.hasNext()) {
                branches.pop();
                colours.put(path.removeLast(), Colour.FINISHED);
                continue;
            }
            Task<?> next = branch.next();
            Colour colour = colours.get(next);
            if (colour == null) {
                enter(next);
            } else if (colour == Colour.ON_PATH) {
                rings.add(oldestFirst(path.subList(path.lastIndexOf(next), path.size())));
            }
        }
    }

    private static List<Task<?>> oldestFirst(List<Task<?>> ring) {
        var rotated = new ArrayList<Task<?>>(ring);
        Collections.rotate(rotated, -ring.indexOf(Collections.min(ring, Task.BY_AGE)));
        return Collections.unmodifiableList(rotated);
    }

    private void enter(Task<?> task) {
        colours.put(task, Colour.ON_PATH);
        path.add(task);
        branches.push(graph.waitsFor(task).iterator());
    }
}
