package rondo.observe;

import java.util.List;
import rondo.task.TaskState;

/// A task at one moment, seen from any thread.
///
/// @param number the task's number, by which commands name it
/// @param name its name
/// @param state where it stood
/// @param waitsFor what it was suspended on, in words; empty if on nothing
/// @param stack where it stood, newest frame first, without Rondo's own machinery and the JDK's; empty when it had
/// not begun, or stacks were not asked for; unmodifiable
/// @param awaitedBy the numbers of the tasks that wait for its end, directly or through combinators, in order of
/// arrival, unmodifiable
/// @param holder the number of the task that holds what it waits for, a lock for example; 0 if none does
/// @param cancelling how many requests to cancel were outstanding
public record TaskSnapshot(
        long number,
        String name,
        TaskState state,
        String waitsFor,
        List<StackTraceElement> stack,
        List<Long> awaitedBy,
        long holder,
        int cancelling) {}
