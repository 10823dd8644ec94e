package rondo.observe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import rondo.loop.EventLoop;
import rondo.loop.LoopStatus;
import rondo.task.Future;
import rondo.task.Task;
import rondo.time.SystemClock;

/// A loop and its tasks at one moment, taken from another thread.
///
/// The loop is asked for the list of its tasks, which takes it a moment; each is then looked at while the loop
/// goes on, so that two of them may not fit together. One that does not answer in time, because a task blocks
/// it, is read as it stands.
///
/// @param name the loop's name
/// @param carrier how its tasks get their threads
/// @param answers whether it answered in time
/// @param lagNanos how long it took to answer, ns, which is about how long a task waits once it is ready; if it
///     did not answer, how long the caller has waited
/// @param status what it was doing
/// @param tasks its tasks that had not ended, in order of creation, unmodifiable
public record LoopSnapshot(
        String name, String carrier, boolean answers, long lagNanos, LoopStatus status, List<TaskSnapshot> tasks) {
    private static final int MOST_TRIES = 3;
    private static final int MOST_FUTURES = 1_000;

    /// Takes a snapshot. Any thread but the loop's own.
    ///
    /// @param loop the loop
    /// @param stackLimit of how many tasks, the oldest ones, to take the stack, which costs each of them a moment;
    /// 0 for none
    /// @return the snapshot
    public static LoopSnapshot of(EventLoop loop, int stackLimit) {
        long asked = SystemClock.instance().nanos();
        Answer answer = LoopAnswer.of(loop, () -> answer(loop));
        if (answer == null) {
            return of(loop, answer(loop), asked, stackLimit, false);
        }
        return of(loop, answer, asked, stackLimit, true);
    }

    /// Takes a snapshot, with all stacks, without asking the loop, so without waiting: on its own thread, or when it
    /// does not run. On another thread it may miss tasks of a loop that runs some just then.
    static LoopSnapshot asItStands(EventLoop loop) {
        return of(loop, new Answer(Task.all(loop), 0), 0, WaitingText.MOST_TASKS, true);
    }

    /// What a loop says.
    ///
    /// @param nanos when, by the system's clock
    private record Answer(List<Task<?>> tasks, long nanos) {}

    private static Answer answer(EventLoop loop) {
        return new Answer(Task.all(loop), SystemClock.instance().nanos());
    }

    private static LoopSnapshot of(EventLoop loop, Answer answer, long asked, int stackLimit, boolean answers) {
        LoopStatus status = loop.status();
        var snapshots = new ArrayList<TaskSnapshot>(answer.tasks().size());
        for (Task<?> task : answer.tasks()) {
            if (!task.done()) {
                snapshots.add(of(task, snapshots.size() < stackLimit));
            }
        }
        return new LoopSnapshot(
                loop.options().name(), loop.carrier(), answers, answer.nanos() - asked, status, List.copyOf(snapshots));
    }

    static TaskSnapshot of(Task<?> task, boolean withStack) {
        Future<?> awaiting = task.awaiting();
        Task<?> holder = task.holder();
        return new TaskSnapshot(
                task.number(),
                task.name(),
                task.state(),
                awaiting == null ? "" : Labels.of(awaiting),
                withStack ? Frames.of(task, 0, Integer.MAX_VALUE) : List.of(),
                awaiters(task),
                holder == null ? 0 : holder.number(),
                task.cancelling());
    }

    /// The loop may change the lists while they are read: then they are read again.
    private static List<Long> awaiters(Task<?> task) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try {
                return readAwaiters(task);
            } catch (RuntimeException _) {
                Thread.onSpinWait();
            }
        }
        return List.of();
    }

    private static List<Long> readAwaiters(Task<?> task) {
        Set<Long> awaiters = new LinkedHashSet<>();
        Set<Future<?>> seen = new LinkedHashSet<>();
        var todo = new ArrayList<Future<?>>(task.awaitedBy());
        while (!todo.isEmpty() && seen.size() < MOST_FUTURES) {
            Future<?> next = todo.removeFirst();
            if (next instanceof Task<?> awaiter) {
                awaiters.add(awaiter.number());
            } else if (seen.add(next)) {
                todo.addAll(next.awaitedBy());
            }
        }
        return List.copyOf(awaiters);
    }
}
