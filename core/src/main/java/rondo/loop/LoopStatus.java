package rondo.loop;

import java.util.List;

/// What a loop is doing, seen from another thread at one moment.
///
/// @param steps how many steps and callbacks have begun so far
/// @param asleep whether it waits in its poll
/// @param running what it runs, in words; when asleep, what it would run if it did
/// @param thread the thread that runs it now, by its id; 0 when it does not run
/// @param stack where that thread is, newest frame first, unmodifiable
public record LoopStatus(long steps, boolean asleep, String running, long thread, List<StackTraceElement> stack) {}
