package rondo.testkit;

import java.util.IdentityHashMap;
import rondo.loop.Ready;
import rondo.task.Task;

/// What stands for whom in the trace: something that is the same in each run and in each JVM.
final class Numbering {
    static final long FOREIGN = 0;

    private static final int FIRST_SWEEP = 1 << 14;
    private static final ClassValue<Long> KINDS = new ClassValue<>() {
        @Override
        protected Long computeValue(Class<?> type) {
            return kind(type.getName());
        }
    };

    private final IdentityHashMap<Object, Long> tasks = new IdentityHashMap<>();
    private long created;
    private int sweepAbove = FIRST_SWEEP;

    /// {@return the number of a task that is about to be made, counting from 1}
    long next() {
        return ++created;
    }

    void name(Task<?> task, long number) {
        if (tasks.size() > sweepAbove) {
            tasks.keySet().removeIf(other -> ((Task<?>) other).done());
            sweepAbove = Math.max(FIRST_SWEEP, tasks.size() * 2);
        }
        tasks.put(task, number);
    }

    long of(Ready item) {
        Object subject = item.subject();
        return subject instanceof Task<?> task ? tasks.getOrDefault(task, -1L) : KINDS.get(subject.getClass());
    }

    static boolean isForeign(Ready item) {
        Object subject = item.subject();
        return !(subject instanceof Task<?>) && KINDS.get(subject.getClass()) == FOREIGN;
    }

    /// A class by its name, without what a JVM makes up for hidden ones.
    private static long kind(String name) {
        if (name.startsWith("rondo.task.UnseenError")) {
            return FOREIGN;
        }
        int hidden = name.indexOf("$$Lambda");
        String stable = hidden < 0 ? name : name.substring(0, hidden);
        return stable.hashCode() | Long.MIN_VALUE;
    }
}
