package rondo.sync;

import org.jspecify.annotations.Nullable;
import rondo.loop.TerminalText;
import rondo.task.Task;

/// A lock that one task at a time can hold: asyncio's `Lock`.
///
/// Needed only to keep others out across an await: between two awaits nothing else runs anyway. Not re-entrant,
/// and not owned: any task or callback may release it.
///
/// The tasks that wait get it in the order in which they came. [#release()] does not hand it over: until the
/// next task has had its turn [#locked()] is false, but nobody else overtakes it.
///
/// Used on one loop only, the first on which a task had to wait for it.
public final class Lock {
    private final LoopBinding binding = new LoopBinding();
    private final Waiters waiters = new Waiters();
    private final Hold hold = this::release;
    private boolean locked; // loop thread only
    private @Nullable Task<?> holder; // loop thread only; for messages and the await graph, as anybody may release

    /// Creates a free lock.
    public Lock() {}

    /// Takes the lock; suspends while it is held, or others wait for it already.
    ///
    /// Called from a task, or from a callback if it need not wait. A cancel while it waits takes the task out
    /// of the line, and the lock is not taken: asyncio's `Lock.acquire`.
    ///
    /// @throws IllegalStateException from another loop or thread, or if it has to wait where nothing can be
    /// awaited
    public void acquire() {
        binding.check();
        if (locked || waiters.anyLive()) {
            awaitTurn();
        }
        locked = true;
        holder = Task.currentOrNull();
    }

    private void awaitTurn() {
        Waiter waiter = binding.newWaiter(this);
        try {
            waiters.awaitTurn(waiter);
        } catch (Throwable e) {
            if (!locked) {
                waiters.wakeHead(); // it may have been our turn: then it is the next one's
            }
            throw e;
        }
    }

    /// Frees the lock and wakes the first task that waits for it. Never suspends.
    ///
    /// @throws IllegalStateException if nobody holds it, or from another loop or thread
    public void release() {
        binding.check();
        if (!locked) {
            throw new IllegalStateException("released a lock that is not held: " + this + "; acquire() it first");
        }
        locked = false;
        holder = null;
        waiters.wakeHead();
    }

    /// Takes the lock as [#acquire()] does, for a `try` that releases it: asyncio's `async with lock`.
    ///
    /// @return what releases the lock when it is closed
    public Hold hold() {
        acquire();
        return hold;
    }

    /// {@return whether it is held now; false also while the task whose turn it is has not run yet}
    public boolean locked() {
        return locked;
    }

    /// {@return its state, who holds it, and how many wait}
    @Override
    public String toString() {
        return "Lock[" + (locked ? "locked" + describeHolder() : "unlocked") + waiters.describe() + "]";
    }

    @Nullable Task<?> holder() {
        return holder;
    }

    private String describeHolder() {
        return holder == null ? "" : ", held by task " + TerminalText.of(holder.name());
    }
}
