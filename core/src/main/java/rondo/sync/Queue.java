package rondo.sync;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A queue between tasks, first in, first out, bounded or not: asyncio's `Queue`.
///
/// Items come out in the order in which they were put. Tasks that wait are woken in the order in which they
/// came, but nothing is kept for them: a task that comes in between may take the item or the room, and the
/// woken one then waits again, at the end of the line. No item is lost when a task is cancelled. Items may be
/// null if the type says so.
///
/// A queue is [Iterable] until it is shut down: `for (var item : queue)` gets one item after the other,
/// suspending while there is none, and ends when the queue is shut down and empty.
///
/// Used on one loop only, the first on which a task had to wait for it.
///
/// @param <T> what is put
public sealed class Queue<T extends @Nullable Object> implements Iterable<T> permits LifoQueue, PriorityQueue {
    private final int maxSize;
    private final Items<T> items; // loop thread only, as all below
    private final LoopBinding binding = new LoopBinding();
    private final Waiters getters = new Waiters();
    private final Waiters putters = new Waiters();
    private final Waiters joiners = new Waiters();
    private long unfinished;
    private boolean shutDown;

    /// Creates a queue without a bound.
    public Queue() {
        this(0);
    }

    /// Creates a queue.
    ///
    /// @param maxSize how many items it holds at most; without a bound if it is zero or negative
    public Queue(int maxSize) {
        this(maxSize, new Ring<>());
    }

    Queue(int maxSize, Items<T> items) {
        this.maxSize = maxSize;
        this.items = items;
    }

    /// Puts an item; suspends while the queue is full.
    ///
    /// Called from a task, or from a callback if it need not wait. A cancel while it waits leaves the item
    /// out, and the room to the next one: asyncio's `Queue.put`.
    ///
    /// @param item what to put
    /// @throws QueueShutDownException if the queue is shut down, also while this waits
    /// @throws IllegalStateException from another loop or thread, or if it has to wait where nothing can be
    /// awaited
    public final void put(T item) {
        binding.check();
        while (full()) {
            if (shutDown) {
                throw shutDownBefore("put");
            }
            awaitTurn(putters, () -> !full());
        }
        add(item);
    }

    /// Puts an item without waiting. Never suspends: asyncio's `Queue.put_nowait`.
    ///
    /// @param item what to put
    /// @throws QueueFullException if the queue is full
    /// @throws QueueShutDownException if the queue is shut down
    /// @throws IllegalStateException from another loop or thread
    public final void putNowait(T item) {
        binding.check();
        add(item);
    }

    private void add(T item) {
        if (shutDown) {
            throw shutDownBefore("put");
        }
        if (full()) {
            throw new QueueFullException("put without waiting into a full queue: " + this + "; put() waits for room");
        }
        items.add(item);
        unfinished++;
        getters.dismissNext();
    }

    /// Takes the next item; suspends while there is none.
    ///
    /// Called from a task, or from a callback if it need not wait. A cancel while it waits takes nothing out,
    /// and leaves the item to the next one: asyncio's `Queue.get`.
    ///
    /// @return the item
    /// @throws QueueShutDownException if the queue is shut down and empty, also while this waits
    /// @throws IllegalStateException from another loop or thread, or if it has to wait where nothing can be
    /// awaited
    public final T get() {
        if (!awaitItem()) {
            throw shutDownBefore("get");
        }
        return take();
    }

    /// {@return whether there is an item; false once the queue is shut down and empty}
    private boolean awaitItem() {
        binding.check();
        while (empty()) {
            if (shutDown) {
                return false;
            }
            awaitTurn(getters, () -> !empty());
        }
        return true;
    }

    /// Takes the next item without waiting. Never suspends: asyncio's `Queue.get_nowait`.
    ///
    /// @return the item
    /// @throws QueueEmptyException if there is none
    /// @throws QueueShutDownException if there is none, and the queue is shut down
    /// @throws IllegalStateException from another loop or thread
    public final T getNowait() {
        binding.check();
        if (empty()) {
            throw shutDown
                    ? shutDownBefore("get")
                    : new QueueEmptyException(
                            "got without waiting from an empty queue: " + this + "; get() waits for an item");
        }
        return take();
    }

    private T take() {
        T item = items.take();
        putters.dismissNext();
        return item;
    }

    /// Suspends in a line out of which the waker takes the task. One that is woken and cancelled at once passes
    /// its turn on, if there is still something to go on for.
    private void awaitTurn(Waiters line, BooleanSupplier worthwhile) {
        Waiter waiter = binding.newWaiter(this);
        try {
            line.awaitDismissal(waiter);
        } catch (Throwable e) {
            waiter.cancel(); // it may have failed without being woken
            if (!waiter.cancelled() && worthwhile.getAsBoolean()) {
                line.dismissNext();
            }
            throw e;
        }
    }

    /// Says that the work on an item that was taken is done; [#join()] waits for one call for each item put.
    /// Never suspends: asyncio's `Queue.task_done`.
    ///
    /// @throws TaskDoneTooOftenException if it was called for all items already; nothing has been changed
    /// @throws IllegalStateException from another loop or thread
    public final void taskDone() {
        binding.check();
        if (unfinished <= 0) {
            throw new TaskDoneTooOftenException("taskDone() without an item that is still to be done: " + this);
        }
        finish(1);
    }

    private void finish(int count) {
        unfinished = Math.max(0, unfinished - count);
        if (unfinished == 0) {
            joiners.wakeAll();
        }
    }

    /// Suspends until [#taskDone()] has been called for every item put; returns at once if it has.
    ///
    /// Called from a task. It goes on after the moment at which none was left, even if more have been put
    /// since. A cancel while it waits changes nothing: asyncio's `Queue.join`.
    ///
    /// @throws IllegalStateException from another loop or thread, or if it has to wait where nothing can be
    /// awaited
    public final void join() {
        binding.check();
        if (unfinished > 0) {
            joiners.awaitTurn(binding.newWaiter(this));
        }
    }

    /// Shuts the queue down, and lets what it holds still be taken: `shutdown(false)`.
    public final void shutdown() {
        shutdown(false);
    }

    /// Shuts the queue down: puts fail from now on, gets once it is empty. Tasks that wait in [#put(Object)]
    /// or in [#get()] are woken to see it. Never suspends; may be called again: asyncio's
    /// `Queue.shutdown`.
    ///
    /// @param immediate whether to drop the items that it holds, each counted as done
    /// @throws IllegalStateException from another loop or thread
    public final void shutdown(boolean immediate) {
        binding.check();
        shutDown = true;
        if (immediate) {
            finish(items.size());
            items.clear();
        }
        getters.dismissAll();
        putters.dismissAll();
    }

    /// Iterates over the items as [#get()] takes them, until the queue is shut down and empty.
    ///
    /// `hasNext` suspends while there is no item, where a cancel takes nothing out; `next` takes it, so call
    /// it without an await in between, as `for` does. It does not call [#taskDone()].
    ///
    /// @return a new iterator, which cannot remove
    @Override
    public final Iterator<T> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return awaitItem();
            }

            @Override
            public T next() {
                if (!awaitItem()) {
                    throw new NoSuchElementException("the queue is shut down and empty: " + Queue.this);
                }
                return take();
            }
        };
    }

    /// {@return how many items it holds}
    public final int size() {
        return items.size();
    }

    /// {@return how many items it holds at most; zero or negative if there is no bound}
    public final int maxSize() {
        return maxSize;
    }

    /// {@return whether it holds no item}
    public final boolean empty() {
        return items.size() == 0;
    }

    /// {@return whether it holds as many items as it may; never if there is no bound}
    public final boolean full() {
        return maxSize > 0 && items.size() >= maxSize;
    }

    private QueueShutDownException shutDownBefore(String operation) {
        return new QueueShutDownException(operation + " on a queue that is shut down: " + this);
    }

    /// {@return its size and bound, how many wait, the items not done yet, and whether it is shut down}
    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[size " + size() + (maxSize > 0 ? "/" + maxSize : "")
                + describe("getters", getters.size())
                + describe("putters", putters.size())
                + describe("joiners", joiners.size())
                + describe("unfinished", unfinished)
                + (shutDown ? ", shut down" : "") + "]";
    }

    private static String describe(String what, long count) {
        return count == 0 ? "" : ", " + what + " " + count;
    }
}
