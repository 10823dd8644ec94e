package rondo.sync;

import java.util.function.BooleanSupplier;

/// A point where a fixed number of tasks wait for each other, again and again: asyncio's `Barrier`.
///
/// It fills; when the last of the parties arrives it drains, and tasks that come meanwhile wait until all have
/// left; then it fills again. A task that is cancelled while it waits just leaves: unlike
/// `java.util.concurrent.CyclicBarrier` the barrier is not broken by it.
///
/// Used on one loop only, the first on which a task had to wait for it.
public final class Barrier {
    private final LoopBinding binding = new LoopBinding();
    private final Waiters waiters = new Waiters(); // for a change of the state, inside or outside
    private final int parties;
    private State state = State.FILLING; // loop thread only
    private int count; // tasks inside; loop thread only

    private enum State {
        FILLING,
        DRAINING,
        RESETTING,
        BROKEN
    }

    /// Creates a barrier that fills.
    ///
    /// @param parties how many tasks have to arrive, one or more
    /// @throws IllegalArgumentException if it is zero or negative
    public Barrier(int parties) {
        if (parties < 1) {
            throw new IllegalArgumentException("a barrier of " + parties + " parties; it takes at least 1");
        }
        this.parties = parties;
    }

    /// Suspends until as many tasks as there are parties have arrived; the last one goes on at once.
    ///
    /// Called from a task. While the barrier drains or is being reset, it waits until that is over first. A
    /// cancel takes the task out, and another one can take its place: asyncio's `Barrier.wait`.
    ///
    /// @return the order of arrival: 0 for the first of this filling, parties - 1 for the last
    /// @throws BrokenBarrierException if the barrier is aborted, or is reset or aborted while this task waits
    /// @throws IllegalStateException from another loop or thread, or if it has to wait where nothing can be
    /// awaited
    public int await() {
        binding.check();
        awaitFilling();
        try {
            return arrive();
        } finally {
            leave();
        }
    }

    private void awaitFilling() {
        awaitUntil(() -> state != State.DRAINING && state != State.RESETTING);
        if (state == State.BROKEN) {
            throw new BrokenBarrierException("the barrier was aborted: " + this + "; reset() it to use it again");
        }
    }

    private int arrive() {
        int index = count++;
        if (index + 1 == parties) {
            change(State.DRAINING);
        } else {
            awaitDraining();
        }
        return index;
    }

    private void awaitDraining() {
        awaitUntil(() -> state != State.FILLING);
        if (state != State.DRAINING) {
            throw new BrokenBarrierException("the barrier was reset or aborted while a task waited at it: " + this);
        }
    }

    private void leave() {
        count--;
        if (count == 0) {
            change(state == State.BROKEN ? State.BROKEN : State.FILLING);
        }
    }

    private void change(State next) {
        state = next;
        waiters.wakeAll();
    }

    /// Waits as at asyncio's inner condition, but without its lock: that is never held across an await.
    private void awaitUntil(BooleanSupplier predicate) {
        while (!predicate.getAsBoolean()) {
            try {
                waiters.awaitTurn(binding.newWaiter(this));
            } catch (Throwable e) {
                waiters.wakeNext(); // in vain as a rule, but it decides who goes on first
                throw e;
            }
        }
    }

    /// Empties the barrier: tasks that wait in it get a [BrokenBarrierException], and it fills anew. Also
    /// mends a broken one.
    ///
    /// Called from a task or a callback. Never suspends: asyncio's `Barrier.reset`, which need not either.
    ///
    /// @throws IllegalStateException from another loop or thread
    public void reset() {
        binding.check();
        change(count > 0 ? State.RESETTING : State.FILLING);
    }

    /// Breaks the barrier: tasks that wait in it, and all that come, get a [BrokenBarrierException] until
    /// [#reset()].
    ///
    /// Called from a task or a callback. Never suspends: asyncio's `Barrier.abort`, which need not either.
    ///
    /// @throws IllegalStateException from another loop or thread
    public void abort() {
        binding.check();
        change(State.BROKEN);
    }

    /// {@return how many tasks have to arrive}
    public int parties() {
        return parties;
    }

    /// {@return how many tasks wait for the others; 0 unless it fills}
    public int waiting() {
        return state == State.FILLING ? count : 0;
    }

    /// {@return whether it was aborted, and not reset since}
    public boolean broken() {
        return state == State.BROKEN;
    }

    /// {@return its state, and how many of the parties wait}
    @Override
    public String toString() {
        String name = switch (state) {
            case FILLING -> "filling";
            case DRAINING -> "draining";
            case RESETTING -> "resetting";
            case BROKEN -> "broken";
        };
        return "Barrier[" + name + (broken() ? "" : ", waiters " + waiting() + "/" + parties) + "]";
    }
}
