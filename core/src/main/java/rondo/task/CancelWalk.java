package rondo.task;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One cancellation on its way down the await chain: depth first, as asyncio's calls nest, but on a stack of
/// its own.
///
/// A chain of a million tasks needs no deep stack, and a ring ends where it closes.
public final class CancelWalk {
    private final Cancellation cancellation;
    private final @Nullable Set<Task<?>> reached; // null: nobody minds being reached again
    private @Nullable Task<?> passing; // the task whose waiter is being cancelled
    private final ArrayDeque<Object> todo = new ArrayDeque<>(); // futures to cancel, and Leave marks

    /// Stands on the stack below a task's waiter: when it comes up, the walk has left that task.
    private record Leave(Task<?> task) {}

    CancelWalk(Cancellation cancellation) {
        this(cancellation, null);
    }

    private CancelWalk(Cancellation cancellation, @Nullable Set<Task<?>> reached) {
        this.cancellation = cancellation;
        this.reached = reached;
    }

    /// Cancels tasks in order, each once even where others of them wait for it: a chain of them takes as long
    /// as it has links, where asyncio, which cancels the end of a chain once for each of its tasks, takes the
    /// square.
    static void cancelAll(Collection<? extends Task<?>> tasks, Cancellation cancellation) {
        var walk = new CancelWalk(cancellation, Collections.newSetFromMap(new IdentityHashMap<>()));
        for (Task<?> task : tasks) {
            walk.run(task);
        }
    }

    /// Notes that the walk has come to a task.
    ///
    /// @return false if it need not go on there, because it has been there before
    boolean reaches(Task<?> task) {
        return reached == null || reached.add(task);
    }

    /// {@return what the canceller said, or null}
    public @Nullable String message() {
        return cancellation.message();
    }

    /// {@return who cancels, as [Future#cancel(String, Object)] was given it}
    public Object canceller() {
        return cancellation.by();
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /// Has futures cancelled next, in the order given, before anything that was added earlier.
    ///
    /// @param futures what to cancel
    public void add(List<? extends Future<?>> futures) {
        Task<?> from = passing;
        if (from != null && !futures.isEmpty()) {
            passing = null;
            from.onWalk = true;
            todo.push(new Leave(from));
        }
        for (Future<?> future : futures.reversed()) {
            todo.push(future);
        }
    }

    /// Cancels what a task waits for, where that is no task. If it passes the cancel on, to the children of a
    /// gather, the task is marked as lying on the way: one of them may wait for it.
    ///
    /// @return whether it accepts
    boolean pass(Task<?> from, Future<?> waiter) {
        passing = from;
        boolean accepted = waiter.onCancel(this);
        passing = null;
        return accepted;
    }

    /// Has the future that a task waits for cancelled, with the task marked as lying on the way.
    void descend(Task<?> from, Future<?> waiter) {
        todo.push(new Leave(from));
        todo.push(waiter);
    }

    boolean run(Future<?> start) {
        boolean accepted = start.onCancel(this);
        for (Object next = todo.poll(); next != null; next = todo.poll()) {
            if (next instanceof Leave leave) {
                leave.task.onWalk = false;
            } else {
                ((Future<?>) next).onCancel(this);
            }
        }
        return accepted;
    }
}
