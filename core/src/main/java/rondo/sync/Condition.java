package rondo.sync;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import rondo.task.CancelledError;
import rondo.task.Task;

/// A place to wait, with a lock held before and after, until another task says that something has changed:
/// asyncio's `Condition`.
///
/// Several conditions may share a lock. `notify` is [#signal()] here, as `Object` has taken that name for
/// threads.
///
/// Used on one loop only, the first on which a task had to wait for it.
public final class Condition {
    private final Lock lock;
    private final LoopBinding binding = new LoopBinding();
    private final Waiters waiters = new Waiters();

    /// Creates a condition with a lock of its own.
    public Condition() {
        this(new Lock());
    }

    /// Creates a condition over a lock.
    ///
    /// @param lock what is held around every use of the condition
    public Condition(Lock lock) {
        this.lock = lock;
    }

    /// Releases the lock, suspends until it is signalled, and takes the lock again before it goes on.
    ///
    /// Called from a task. It may return without a signal meant for it, so wait in a loop or use
    /// [#awaitUntil(BooleanSupplier)]. A cancel is thrown only once the lock has been taken again,
    /// however many more cancels arrive meanwhile, the last of them; a signal that the cancelled task may
    /// have received is passed on to the next: asyncio's `Condition.wait`, without its value.
    ///
    /// @throws IllegalStateException if the lock is not held, from another loop or thread, or where nothing
    /// can be awaited; the lock is as before
    public void await() {
        requireHeld("await");
        Task.current(); // where nothing can be awaited this fails, before the lock is released
        Waiter waiter = binding.newWaiter(this);
        lock.release();
        try {
            awaitSignal(waiter);
        } catch (Throwable e) {
            waiters.wakeNext();
            throw e;
        }
    }

    private void awaitSignal(Waiter waiter) {
        try {
            waiters.awaitTurn(waiter);
        } finally {
            reacquire();
        }
    }

    private void reacquire() {
        @Nullable CancelledError last = null;
        while (true) {
            try {
                lock.acquire();
                break;
            } catch (CancelledError e) {
                last = e;
            }
        }
        if (last != null) {
            throw last;
        }
    }

    /// Waits as [#await()] does until the predicate holds; returns at once, held lock or not, if it holds
    /// already.
    ///
    /// Called from a task; the predicate runs in it, with the lock held, and must not suspend. A cancel while
    /// it waits is thrown as from [#await()]: asyncio's `Condition.wait_for`.
    ///
    /// @param predicate what is waited for
    /// @throws IllegalStateException as [#await()]
    public void awaitUntil(BooleanSupplier predicate) {
        while (!predicate.getAsBoolean()) {
            await();
        }
    }

    /// Wakes the first task that waits, if any: [#signal(int)] of one.
    ///
    /// @throws IllegalStateException if the lock is not held, or from another loop or thread
    public void signal() {
        signal(1);
    }

    /// Wakes the first `n` tasks that wait. They go on one after the other, when they get the lock. Never
    /// suspends: asyncio's `Condition.notify`.
    ///
    /// @param n how many at most; none if it is zero or negative
    /// @throws IllegalStateException if the lock is not held, or from another loop or thread
    public void signal(int n) {
        requireHeld("signal");
        waiters.wake(n);
    }

    /// Wakes all tasks that wait: asyncio's `Condition.notify_all`.
    ///
    /// @throws IllegalStateException if the lock is not held, or from another loop or thread
    public void signalAll() {
        signal(Integer.MAX_VALUE);
    }

    private void requireHeld(String operation) {
        binding.check();
        if (!lock.locked()) {
            throw new IllegalStateException(
                    operation + " on a condition whose lock is not held: " + this + "; hold() it first");
        }
    }

    /// Takes the lock, as [Lock#acquire()] does.
    public void acquire() {
        binding.check();
        lock.acquire();
    }

    /// Frees the lock, as [Lock#release()] does.
    public void release() {
        binding.check();
        lock.release();
    }

    /// Takes the lock for a `try` that releases it, as [Lock#hold()] does.
    ///
    /// @return what releases the lock when it is closed
    public Hold hold() {
        binding.check();
        return lock.hold();
    }

    /// {@return whether the lock is held, by anybody}
    public boolean locked() {
        return lock.locked();
    }

    /// {@return the lock}
    public Lock lock() {
        return lock;
    }

    /// {@return the state of its lock, and how many wait for a signal}
    @Override
    public String toString() {
        return "Condition[" + lock + waiters.describe() + "]";
    }
}
