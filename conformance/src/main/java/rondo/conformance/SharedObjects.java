package rondo.conformance;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rondo.sync.Barrier;
import rondo.sync.BoundedSemaphore;
import rondo.sync.Condition;
import rondo.sync.Event;
import rondo.sync.LifoQueue;
import rondo.sync.Lock;
import rondo.sync.PriorityQueue;
import rondo.sync.Queue;
import rondo.sync.Semaphore;
import rondo.task.Future;

/// The objects that a program's tasks share, by name.
final class SharedObjects {
    private static final Comparator<@Nullable Object> SMALLEST_FIRST =
            Comparator.comparingLong(item -> ((Number) item).longValue());

    private final Map<String, Object> objects = new HashMap<>(); // loop thread only

    /// {@return what makes an object of a kind, on the loop}
    static Supplier<Object> maker(String kind, Arguments given) {
        return switch (kind) {
            case "event" -> Event::new;
            case "lock" -> Lock::new;
            case "condition" -> Condition::new;
            case "future" -> Future<@Nullable Object>::new;
            case "semaphore" -> sized(Semaphore::new, given.numberIfAny(1));
            case "bounded_semaphore" -> sized(BoundedSemaphore::new, given.numberIfAny(1));
            case "barrier" -> sized(Barrier::new, given.number());
            case "queue" -> sized(Queue<@Nullable Object>::new, given.numberIfAny(0));
            case "priority_queue" -> sized(size -> new PriorityQueue<>(size, SMALLEST_FIRST), given.numberIfAny(0));
            case "lifo_queue" -> sized(LifoQueue<@Nullable Object>::new, given.numberIfAny(0));
            default -> throw new ScenarioException("unknown kind of object: " + kind);
        };
    }

    private interface Sized {
        Object make(int size);
    }

    private static Supplier<Object> sized(Sized kind, int size) {
        return () -> kind.make(size);
    }

    void makeAll(Map<String, Supplier<Object>> makers) {
        makers.forEach((name, maker) -> objects.put(name, maker.get()));
    }

    boolean has(String name) {
        return objects.containsKey(name);
    }

    <T> T get(String name, Class<T> type) throws ProgramMistake {
        Object object = objects.get(name);
        if (object == null) {
            throw new ProgramMistake("KeyError", "no object '" + name + "'");
        }
        if (!type.isInstance(object)) {
            throw new ProgramMistake("AttributeError", "'" + name + "' is no " + type.getSimpleName() + ": " + object);
        }
        return type.cast(object);
    }

    @SuppressWarnings("unchecked") // programs know no other values
    Future<@Nullable Object> future(String name) throws ProgramMistake {
        return get(name, Future.class);
    }

    @SuppressWarnings("unchecked") // programs know no other values
    Queue<@Nullable Object> queue(String name) throws ProgramMistake {
        return get(name, Queue.class);
    }

    String nameOf(Future<?> future) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getValue().equals(future))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
