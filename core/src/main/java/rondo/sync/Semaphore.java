package rondo.sync;

/// A number of permits that tasks take and give back: asyncio's `Semaphore`.
///
/// The tasks that wait get their permits in the order in which they came, at the moment of the [#release()]:
/// nobody overtakes them. Not owned: any task or callback may release.
///
/// Used on one loop only, the first on which a task had to wait for it.
public sealed class Semaphore permits BoundedSemaphore {
    private final LoopBinding binding = new LoopBinding();
    private final Waiters waiters = new Waiters();
    private final Hold hold = this::release;
    private int value; // loop thread only

    /// Creates a semaphore with one permit.
    public Semaphore() {
        this(1);
    }

    /// Creates a semaphore.
    ///
    /// @param value how many permits there are at first, zero or more
    /// @throws IllegalArgumentException if it is negative
    public Semaphore(int value) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "a semaphore's value is negative: " + value + "; use 0 to make all wait");
        }
        this.value = value;
    }

    /// Takes a permit; suspends while there is none, or others wait already.
    ///
    /// Called from a task, or from a callback if it need not wait. A cancel while it waits takes the task out
    /// of the line; a permit that it had been given goes to the next: asyncio's `Semaphore.acquire`.
    ///
    /// @throws IllegalStateException from another loop or thread, or if it has to wait where nothing can be
    /// awaited
    public final void acquire() {
        binding.check();
        if (locked()) {
            awaitPermit();
        } else {
            value--;
        }
    }

    private void awaitPermit() {
        Waiter waiter = binding.newWaiter(this);
        try {
            waiters.awaitTurn(waiter);
        } catch (Throwable e) {
            if (waiter.done() && !waiter.cancelled()) {
                value++; // the permit came together with the cancel
            }
            throw e;
        } finally {
            wakeWhilePermitsLast(); // some may have come behind us although permits were left
        }
    }

    private void wakeWhilePermitsLast() {
        while (value > 0 && waiters.wakeNext()) {
            value--;
        }
    }

    /// Gives a permit back, or adds one, and hands it to the first task that waits. Never suspends.
    ///
    /// @throws IllegalStateException from another loop or thread
    public void release() {
        binding.check();
        value++;
        if (waiters.wakeNext()) {
            value--;
        }
    }

    /// Takes a permit as [#acquire()] does, for a `try` that gives it back: asyncio's `async with semaphore`.
    ///
    /// @return what gives the permit back when it is closed
    public final Hold hold() {
        acquire();
        return hold;
    }

    /// {@return whether an acquire would have to wait: no permit is left, or others wait already}
    public final boolean locked() {
        return value == 0 || waiters.anyLive();
    }

    /// {@return the permits that are left}
    final int value() {
        return value;
    }

    /// {@return whether it is locked, the permits left, and how many wait}
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + (locked() ? "locked" : "unlocked") + ", value " + value
                + waiters.describe() + "]";
    }
}
