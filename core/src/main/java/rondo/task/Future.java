package rondo.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.TerminalText;

/// A value that will be there later (asyncio's `Future`).
///
/// It ends once: with a value, with an error, or cancelled. Belongs to one loop, and to that loop's thread.
/// What completes it never runs its awaiters or callbacks at once: they are queued, in the order in which they
/// were added.
///
/// @param <T> the value
public class Future<T extends @Nullable Object> implements Awaitable<T> {
    private static final TaskState[] STATES = TaskState.values();

    private final EventLoop loop;

    /// A [TaskState]'s ordinal, PENDING at first: a reference would be marked for the collector at each step.
    private byte state;

    /// By state: the value, an [UnseenError], or a [Cancellation] or [CancelledError] to raise (null: one
    /// without a message).
    private @Nullable Object outcome;

    /// Null, or one [Task], [Dependent] or [DoneCallback], or an `ArrayList` of them.
    private @Nullable Object waiters;

    private @Nullable Throwable created; // debug mode: where

    /// Creates a future of the running loop.
    ///
    /// @throws IllegalStateException if the calling thread runs none
    public Future() {
        this(EventLoop.current());
    }

    /// Creates a future.
    ///
    /// @param loop the loop that it belongs to
    public Future(EventLoop loop) {
        this.loop = loop;
        if (loop.debug()) {
            created = new Throwable("created here");
        }
    }

    // --- awaiting --------------------------------------------------------------------------------

    /// Waits for the end in the calling task. A future that is done never suspends; otherwise the task goes on
    /// one tick after the end.
    ///
    /// A cancel of the calling task while it waits cancels this future.
    ///
    /// @return the value
    /// @throws IllegalStateException if called outside a task, or if the future belongs to another loop
    /// @throws CancelledError if this future, or the calling task, is cancelled
    @Override
    public T await() {
        Task<?> task = Task.current();
        if (done()) {
            loop.checkTurn();
        } else {
            task.steps.awaitEnd(this);
        }
        return resultFor(task);
    }

    /// Waits as [#await()] does, and declares one checked error, so that it can be caught by its type.
    ///
    /// @param <X> the error's type
    /// @param declared the error's type
    /// @return the value
    /// @throws X if the future ended with it; other errors are thrown as they are too
    public <X extends Exception> T await(Class<X> declared) throws X {
        return await();
    }

    private T resultFor(Task<?> awaiting) {
        Throwable error = takeError();
        if (error == null) {
            return value();
        }
        AwaitTrace.extend(error, this, awaiting);
        throw Sneaky.raise(error);
    }

    // --- the outcome -----------------------------------------------------------------------------

    /// {@return whether it has ended, in whatever way}
    public final boolean done() {
        return currentState().ended();
    }

    /// {@return whether it was cancelled}
    public final boolean cancelled() {
        return currentState() == TaskState.CANCELLED;
    }

    /// {@return whether it has ended with an error; does not count as asking for it}
    public final boolean failed() {
        return currentState() == TaskState.DONE && outcome instanceof UnseenError;
    }

    /// {@return the value}
    ///
    /// @throws CancelledError if it was cancelled
    /// @throws InvalidStateException if it has not ended
    /// @throws IllegalStateException if called from another thread, which can wait for `Stages.toCompletableFuture`
    public final T result() {
        loop.checkTurn();
        Throwable error = takeError();
        if (error != null) {
            throw Sneaky.raise(error);
        }
        return value();
    }

    /// {@return the error that it ended with, or null when it has a value}
    ///
    /// @throws CancelledError if it was cancelled
    /// @throws InvalidStateException if it has not ended
    /// @throws IllegalStateException if called from another thread
    public final @Nullable Throwable exception() {
        loop.checkTurn();
        Throwable error = takeError();
        if (error instanceof CancelledError cancelled && cancelled()) {
            throw cancelled;
        }
        return error;
    }

    /// {@return what `cancel` said that ended it; null if nothing did, or if it is a task that a thrown
    /// [CancelledError] ended, which carries the message itself}
    public @Nullable String cancelMessage() {
        return cancelled() && outcome instanceof Cancellation cancellation ? cancellation.message() : null;
    }

    /// Ends it with a value.
    ///
    /// @param value the value
    /// @throws InvalidStateException if it has ended already
    /// @throws IllegalStateException if called from another thread
    public void setResult(T value) {
        end(TaskState.DONE, value);
    }

    /// Ends it with an error, which is reported if nobody has asked for it when the future is collected, or the loop
    /// closed.
    ///
    /// @param error the error, thrown as it is at every await
    /// @throws InvalidStateException if it has ended already
    /// @throws IllegalStateException if called from another thread
    public void setException(Throwable error) {
        Objects.requireNonNull(error, "the error is null; use setResult(null) where there is none");
        checkPending();
        var unseen = new UnseenError(error);
        boolean awaited = waiters instanceof Task;
        end(TaskState.DONE, unseen);
        if (!awaited) {
            unseen.watch(this);
        }
    }

    /// Counts its error as seen: it will not be reported as never retrieved.
    public final void markRetrieved() {
        if (outcome instanceof UnseenError unseen) {
            unseen.seen();
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // only a T is stored as a value, and null only where T permits it
    private T value() {
        return (T) outcome;
    }

    /// The error to raise, null for a value. A cancellation's own error is raised once; later readers get a new
    /// one.
    private @Nullable Throwable takeError() {
        return switch (currentState()) {
            case DONE -> takeFailure();
            case CANCELLED -> takeCancellation();
            default -> throw new InvalidStateException(this + " is not done; await it first");
        };
    }

    private @Nullable Throwable takeFailure() {
        if (outcome instanceof UnseenError unseen) {
            unseen.seen();
            return unseen.error();
        }
        return null;
    }

    private CancelledError takeCancellation() {
        Object cancelled = outcome;
        if (cancelled instanceof CancelledError first) {
            outcome = null;
            return first;
        }
        return cancelled instanceof Cancellation c ? c.error() : new CancelledError();
    }

    // --- cancelling ------------------------------------------------------------------------------

    /// Cancels it, without a message.
    ///
    /// @return false if it was done already
    public final boolean cancel() {
        return cancel((String) null);
    }

    /// Cancels it. For a task this is a request, which its body sees as a [CancelledError] at its await.
    ///
    /// @param message what for; null for no message
    /// @return false if it was done already
    /// @throws IllegalStateException if called from another thread
    public final boolean cancel(@Nullable String message) {
        return cancel(message, Task.describeCaller(loop));
    }

    /// Cancels it as [#cancel(String)] does, and says by whom: for combinators, which cancel in a callback,
    /// where no task is current.
    ///
    /// @param message what for; null for no message
    /// @param by who cancels, with a `toString` for [CancelledError#cancelledBy()]: `a race that another has won`;
    /// [CancelledError#canceller()] is this object
    /// @return false if it was done already
    /// @throws IllegalStateException if called from another thread
    public final boolean cancel(@Nullable String message, Object by) {
        loop.checkTurn();
        Objects.requireNonNull(by, "the canceller is null; say who cancels, or use cancel(message)");
        return cancel(new Cancellation(message, by));
    }

    final boolean cancel(Cancellation cancellation) {
        return new CancelWalk(cancellation).run(this);
    }

    /// What a cancel does to this future: it becomes cancelled. Combinators pass it on to what they wait for
    /// instead.
    ///
    /// @param walk the cancellation, to which more futures can be added
    /// @return whether the cancel is accepted; false when done
    protected boolean onCancel(CancelWalk walk) {
        markRetrieved();
        if (done()) {
            return false;
        }
        end(TaskState.CANCELLED, walk.cancellation());
        return true;
    }

    // --- who waits -------------------------------------------------------------------------------

    /// Calls back when this has ended (asyncio's `add_done_callback`): in the next tick, after what was added
    /// before, with a copy of the caller's context variables as they are now.
    ///
    /// @param callback what to call; it cannot await
    /// @throws IllegalStateException if called from another thread
    public final void addDoneCallback(Consumer<? super Future<T>> callback) {
        loop.checkTurn();
        Objects.requireNonNull(callback, "the callback is null");
        add(new DoneCallback<T>(callback, loop.currentContext().copy()));
    }

    /// Takes a callback away, as often as it was added. What is queued already still runs.
    ///
    /// @param callback an equal of what was added
    /// @return how many were taken away
    /// @throws IllegalStateException if called from another thread
    public final int removeDoneCallback(Consumer<? super Future<T>> callback) {
        loop.checkTurn();
        var equals = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>());
        var copy = new ArrayList<>(waiterList()); // the callbacks' equals is user code, and may come back here
        for (Object waiter : copy) {
            if (waiter instanceof DoneCallback<?> added && added.callback().equals(callback)) {
                equals.add(waiter);
            }
        }
        return remove(equals::contains);
    }

    /// Hangs a combinator's dependent on this future; on one that is done it is queued at once.
    ///
    /// @param dependent what to tell of the end
    public final void addDependent(Dependent dependent) {
        loop.checkTurn();
        add(dependent);
    }

    /// Takes a dependent away.
    ///
    /// @param dependent what was added
    /// @return whether it was there; false also when it is queued already
    @SuppressWarnings("ReferenceEquality") // the very object that was added
    public final boolean removeDependent(Dependent dependent) {
        loop.checkTurn();
        return remove(waiter -> waiter == dependent) > 0;
    }

    /// {@return who goes on when this has ended, in order: tasks that await it, and futures and tasks behind a
    /// combinator; unmodifiable}
    public final List<Future<?>> awaitedBy() {
        return waiterList().stream()
                .<Future<?>>mapMulti((waiter, found) -> {
                    Future<?> next = waiter instanceof Task<?> task
                            ? task
                            : waiter instanceof Dependent dependent ? dependent.awaiter() : null;
                    if (next != null) {
                        found.accept(next);
                    }
                })
                .toList();
    }

    /// Whose doing this future waits for, where that is known: the holder of a lock, say. For the await graph.
    ///
    /// @return the task or future, or null
    protected @Nullable Future<?> heldUpBy() {
        return null;
    }

    final void add(Object waiter) {
        if (done()) {
            queue(waiter);
        } else if (waiters == null) {
            waiters = waiter;
        } else if (waiters instanceof ArrayList<?>) {
            waiterList().add(waiter);
        } else {
            var several = new ArrayList<Object>();
            several.add(waiters);
            several.add(waiter);
            waiters = several;
        }
    }

    final int remove(java.util.function.Predicate<Object> unwanted) {
        if (waiters instanceof ArrayList<?>) {
            List<Object> all = waiterList();
            int before = all.size();
            all.removeIf(unwanted);
            return before - all.size();
        }
        if (waiters == null || !unwanted.test(waiters)) {
            return 0;
        }
        waiters = null;
        return 1;
    }

    @SuppressWarnings("unchecked") // the only list that is stored
    private List<Object> waiterList() {
        Object mine = waiters;
        return mine == null ? List.of() : mine instanceof ArrayList<?> several ? (List<Object>) several : List.of(mine);
    }

    // --- the end ---------------------------------------------------------------------------------

    /// Whether reading its outcome raises a [CancelledError].
    final boolean endedByCancel() {
        return cancelled() || (outcome instanceof UnseenError unseen && unseen.error() instanceof CancelledError);
    }

    final TaskState currentState() {
        return STATES[state];
    }

    @SuppressWarnings("EnumOrdinal") // read back by this class only
    final void moveTo(TaskState next) {
        state = (byte) next.ordinal();
    }

    /// Stores the outcome and queues everybody who waits, in order.
    final void end(TaskState how, @Nullable Object with) {
        checkPending();
        moveTo(how);
        outcome = with;
        Object mine = waiters;
        waiters = null;
        if (mine instanceof ArrayList<?> several) {
            for (Object waiter : several) {
                queue(waiter);
            }
        } else if (mine != null) {
            queue(mine);
        }
    }

    /// Makes it pending again; its outcome is forgotten. Only for [Wakeup].
    final void rearm() {
        moveTo(TaskState.PENDING);
        outcome = null;
    }

    private void checkPending() {
        loop.checkTurn();
        if (done()) {
            throw new InvalidStateException(this + " is done already; it can end only once");
        }
    }

    @SuppressWarnings("unchecked") // a done callback of this future takes this future
    private void queue(Object waiter) {
        if (waiter instanceof Task<?> task) { // no switch: the JVM links one of patterns at run time, in each start
            task.wake();
        } else if (waiter instanceof Dependent dependent) {
            loop.callSoon(new Completion(dependent, this), null);
        } else if (waiter instanceof DoneCallback<?> callback) {
            loop.callSoon(((DoneCallback<T>) callback).on(this), callback.context());
        } else {
            throw new AssertionError(waiter);
        }
    }

    // --- what it is ------------------------------------------------------------------------------

    /// {@return the loop that it belongs to}
    public final EventLoop loop() {
        return loop;
    }

    /// {@return in debug mode the stack on which it was created, else null}
    public final @Nullable Throwable creation() {
        return created;
    }

    @Override
    public String toString() {
        return TerminalText.of("Future[" + describeState() + "]");
    }

    /// {@return what messages call it: its [#toString()], or, where a subclass's throws, that it does}
    ///
    /// Any thread, though what a subclass tells of may change meanwhile.
    public final String describe() {
        try {
            return String.valueOf(toString());
        } catch (Throwable e) {
            if (EventLoop.isFatal(e)) {
                throw e;
            }
            String type = getClass().getSimpleName();
            return "a " + (type.isEmpty() ? "future" : type) + ", whose toString() throws "
                    + e.getClass().getSimpleName();
        }
    }

    /// {@return where it stands, in words: `pending`, `done: ` and the value, `failed: ` and the error,
    /// `cancelled`; does not count as asking for its error}
    public final String describeState() {
        if (currentState() == TaskState.DONE) {
            return outcome instanceof UnseenError unseen ? "failed: " + unseen.error() : "done: " + brief(outcome);
        }
        return currentState().name().toLowerCase(java.util.Locale.ROOT);
    }

    /// A value as it is printed. Of most only the type: their text could be long, or contain this future again.
    private static String brief(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case CharSequence text -> text.toString();
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            case Enum<?> constant -> constant.toString();
            default -> value.getClass().getSimpleName();
        };
    }
}
