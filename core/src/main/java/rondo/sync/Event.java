package rondo.sync;

/// A flag that tasks can wait for: asyncio's `Event`.
///
/// Used on one loop only, the first on which a task had to wait for it.
public final class Event {
    private final LoopBinding binding = new LoopBinding();
    private final Waiters waiters = new Waiters();
    private boolean set; // loop thread only

    /// Creates an event that is not set.
    public Event() {}

    /// Suspends until the event is set; returns at once, without a turn for others, if it is.
    ///
    /// Called from a task. A task that [#set()] has woken goes on even if the event has been cleared since.
    /// A cancel while it waits takes the task out of the line: asyncio's `Event.wait`, without its value.
    ///
    /// @throws IllegalStateException from another loop or thread, or if it has to wait where nothing can be
    /// awaited
    public void await() {
        binding.check();
        if (!set) {
            waiters.awaitTurn(binding.newWaiter(this));
        }
    }

    /// Sets the event and wakes all that wait for it, in the order in which they came. Does nothing if it is
    /// set. Never suspends.
    ///
    /// @throws IllegalStateException from another loop or thread
    public void set() {
        binding.check();
        if (!set) {
            set = true;
            waiters.wakeAll();
        }
    }

    /// Clears the flag: tasks that come from now on wait, and those that have been woken go on. Never suspends.
    ///
    /// @throws IllegalStateException from another loop or thread
    public void clear() {
        binding.check();
        set = false;
    }

    /// {@return whether it is set}
    public boolean isSet() {
        return set;
    }

    /// {@return its state and how many wait}
    @Override
    public String toString() {
        return "Event[" + (set ? "set" : "unset") + waiters.describe() + "]";
    }
}
