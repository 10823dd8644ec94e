package rondo.group;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.loop.TerminalText;
import rondo.task.Awaitable;
import rondo.task.CancelledError;
import rondo.task.Dependent;
import rondo.task.Future;
import rondo.task.Scope;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;

/// A scope that ends only when all tasks started in it have: asyncio's `TaskGroup`.
///
/// When a child or the body fails, the other children and the body are cancelled, all of them are waited for,
/// and the failures are thrown as one [ExceptionGroup], the body's last. A child that was merely cancelled
/// fails nothing. The group takes its body as a lambda, because a `close()` could not see the exception that
/// leaves the body.
public final class TaskGroup {
    /// A group's body without a value.
    @FunctionalInterface
    public interface Body {
        /// Runs in the calling task, inside the group.
        ///
        /// @param group the group
        /// @throws Exception anything: it cancels the children and is thrown in the group's [ExceptionGroup]
        void run(TaskGroup group) throws Exception;
    }

    /// A group's body with a value.
    ///
    /// @param <T> the type of the value
    @FunctionalInterface
    public interface ValueBody<T extends @Nullable Object> {
        /// Runs in the calling task, inside the group.
        ///
        /// @param group the group
        /// @return the value of the whole scope
        /// @throws Exception anything: it cancels the children and is thrown in the group's [ExceptionGroup]
        T call(TaskGroup group) throws Exception;
    }

    // all fields: loop thread only
    private final Task<?> parent = Task.current();
    private final EventLoop loop = parent.loop();
    private final @Nullable Scope scope = Scope.begin("TaskGroup", List.of());
    private final LinkedHashSet<Task<?>> children = new LinkedHashSet<>(); // the live ones, in the order of creation
    private final List<Throwable> errors = new ArrayList<>(); // in the order of ending
    private @Nullable Error fatal; // one that must leave the loop: thrown alone
    private @Nullable Future<@Nullable Void> allEnded; // what the exit waits on
    private boolean exiting;
    private @Nullable Abort abort; // since when the group is shutting down
    private boolean parentCancelled; // by us
    private @Nullable Object otherCanceller; // who else cancelled the parent, where it is known

    /// The group as a canceller: what it cancels says so in these words, and this very object tells it its own
    /// cancel from that of another group of the same task.
    private static final class Abort {
        private final String words;

        Abort(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final Dependent listener = new Dependent() {
        @Override
        protected void completed(Future<?> child) {
            childEnded((Task<?>) child);
        }

        @Override
        protected Future<?> awaiter() {
            return parent;
        }
    };

    private TaskGroup() {}

    /// Runs a body and ends when it and every task that was started in the group have ended.
    ///
    /// The body runs in the calling task. After it, suspends until no child is left. A cancel of the calling
    /// task, in the body or in that wait, cancels the children and is thrown after they have ended; if some of
    /// them fail meanwhile, the [ExceptionGroup] is thrown instead and the cancel is delivered again at the
    /// caller's next await.
    ///
    /// @param body what to run; gets the group
    /// @throws ExceptionGroup if the body or a child failed: the errors in the order of ending, the body's last
    /// @throws IllegalStateException if no task of a running loop calls
    public static void run(Body body) {
        call(group -> {
            body.run(group);
            return null;
        });
    }

    /// Runs a body, ends when it and every task that was started in the group have ended, and gives the body's
    /// value.
    ///
    /// As [#run(Body)].
    ///
    /// @param body what to run; gets the group
    /// @param <T> the type of the value
    /// @return the body's value
    /// @throws ExceptionGroup if the body or a child failed: the errors in the order of ending, the body's last
    /// @throws IllegalStateException if no task of a running loop calls
    public static <T extends @Nullable Object> T call(ValueBody<T> body) {
        TaskGroup group = new TaskGroup();
        try {
            T value = run(group, body);
            Scope.end(group.scope, null);
            return value;
        } catch (Throwable e) {
            Scope.end(group.scope, e);
            throw Sneaky.raise(e);
        }
    }

    private static <T extends @Nullable Object> T run(TaskGroup group, ValueBody<T> body) {
        T value;
        try {
            value = body.call(group);
        } catch (Throwable failure) {
            group.exit(failure);
            throw new AssertionError("a group cannot end well after its body failed", failure);
        }
        group.exit(null);
        return value;
    }

    /// asyncio's `__aexit__`. Never leaves before the last child has ended, however often the parent is
    /// cancelled meanwhile.
    private void exit(@Nullable Throwable failure) {
        exiting = true;
        if (failure != null && loop.closed()) {
            throw Sneaky.raise(failure); // the loop was closed under the task: all its tasks are being unwound
        }
        CancelledError cancellation = failure instanceof CancelledError cancelled ? cancelled : null;
        if (failure != null) {
            keepIfFatal(failure);
            noteCanceller(cancellation);
            if (abort == null) {
                abort(cancellation == null ? "since its body failed" : because(cancellation));
            }
        }
        cancellation = awaitChildren(cancellation);
        throwIfFatal();
        if (parentCancelled && parent.uncancel() == 0) {
            cancellation = null; // it was ours alone
        }
        if (cancellation != null && errors.isEmpty()) {
            throw cancellation;
        }
        if (failure != null && !(failure instanceof CancelledError)) {
            errors.add(failure);
        }
        throwErrors();
    }

    /// Waits until no child is left; returns the cancellation to pass on.
    private @Nullable CancelledError awaitChildren(@Nullable CancelledError cancellation) {
        CancelledError kept = cancellation;
        while (!children.isEmpty()) {
            allEnded = new Future<>(loop);
            try {
                allEnded.await();
            } catch (CancelledError cancelled) {
                noteCanceller(cancelled);
                if (abort == null) { // from outside; otherwise the children are ending already
                    kept = cancelled;
                    abort(because(cancelled));
                }
            } catch (IllegalStateException cannotSuspend) { // in a class initialiser: nobody will wait for the children
                abort("which cannot wait for them here");
                throw cannotSuspend;
            }
            allEnded = null;
        }
        return kept;
    }

    @SuppressWarnings("ReferenceEquality") // the very object: it cannot be suppressed in itself
    private void throwIfFatal() {
        if (fatal != null) {
            for (Throwable error : errors) {
                if (error != fatal) {
                    fatal.addSuppressed(error);
                }
            }
            throw fatal;
        }
    }

    private void throwErrors() {
        if (errors.isEmpty()) {
            return;
        }
        if (parent.cancelling() > 0) { // cancelled from outside too: keeps the count and delivers it at the next await
            parent.uncancel();
            parent.cancel(null, otherCanceller == null ? "somebody while " + name() + " failed" : otherCanceller);
        }
        throw new ExceptionGroup("unhandled errors in a TaskGroup", errors);
    }

    /// Starts a task in this group. It begins at a later step of the loop, like any task.
    ///
    /// Children may start siblings, also while the group waits for its end. Does not suspend.
    ///
    /// @param body what to run
    /// @param <T> the type of its value
    /// @return the task
    /// @throws IllegalStateException if the group is finished or shutting down, or the caller runs on another
    /// loop; the body does not run then
    public <T extends @Nullable Object> Task<T> createTask(Awaitable<? extends T> body) {
        return createTask(body, TaskOptions.defaults());
    }

    /// Starts a task without a value in this group, as [#createTask(Awaitable)].
    ///
    /// @param body what to run
    /// @return the task
    public Task<@Nullable Void> createTask(VoidBody body) {
        return createTask(VoidBody.awaitable(body));
    }

    /// Starts a task with a name in this group, as [#createTask(Awaitable)].
    ///
    /// @param name what messages and dumps call it
    /// @param body what to run
    /// @param <T> the type of its value
    /// @return the task
    public <T extends @Nullable Object> Task<T> createTask(String name, Awaitable<? extends T> body) {
        return createTask(body, TaskOptions.named(name));
    }

    /// Starts a task without a value with a name in this group, as [#createTask(Awaitable)].
    ///
    /// @param name what messages and dumps call it
    /// @param body what to run
    /// @return the task
    public Task<@Nullable Void> createTask(String name, VoidBody body) {
        return createTask(VoidBody.awaitable(body), TaskOptions.named(name));
    }

    /// Starts a task in this group, as [#createTask(Awaitable)], with a context of its own or an eager first
    /// step.
    ///
    /// @param body what to run
    /// @param options how
    /// @param <T> the type of its value
    /// @return the task
    public <T extends @Nullable Object> Task<T> createTask(Awaitable<? extends T> body, TaskOptions options) {
        requireOpen();
        return adopt(Task.<T>start(loop, body, options));
    }

    /// Starts a task without a value in this group, as [#createTask(Awaitable, TaskOptions)].
    ///
    /// @param body what to run
    /// @param options how
    /// @return the task
    public Task<@Nullable Void> createTask(VoidBody body, TaskOptions options) {
        return createTask(VoidBody.awaitable(body), options);
    }

    private void requireOpen() {
        if (exiting && children.isEmpty()) {
            throw new IllegalStateException(this + " is finished; start tasks while its body or a child runs");
        }
        if (abort != null) {
            throw new IllegalStateException(this + " is shutting down; it takes no new tasks");
        }
    }

    /// A child that an eager first step has finished is counted through the queue like any other (Python 3.14).
    private <T extends @Nullable Object> Task<T> adopt(Task<T> child) {
        children.add(child);
        Scope.add(scope, child);
        child.addDependent(listener);
        return child;
    }

    private void childEnded(Task<?> child) {
        children.remove(child);
        if (children.isEmpty() && allEnded != null && !allEnded.done()) {
            allEnded.setResult(null);
        }
        Throwable error = child.cancelled() ? null : child.exception();
        if (error == null) {
            return;
        }
        errors.add(error);
        keepIfFatal(error);
        if (parent.done()) {
            report(child, error);
        } else if (abort == null && !parentCancelled) {
            Abort ours = abort(
                    "since task " + TerminalText.quoted(child.name()) + " failed"); // the children first, then the body
            parentCancelled = true;
            parent.cancel(null, ours);
        }
    }

    /// The errors that leave the loop are asyncio's KeyboardInterrupt and SystemExit: no group hides them.
    private void keepIfFatal(Throwable error) {
        if (fatal == null && EventLoop.isFatal(error)) {
            fatal = (Error) error;
        }
    }

    private Abort abort(String why) {
        var ours = new Abort(name() + ", " + why);
        abort = ours;
        for (Task<?> child : children) {
            if (!child.done()) {
                child.cancel(null, ours);
            }
        }
        return ours;
    }

    private String name() {
        return "the task group of task " + TerminalText.quoted(parent.name());
    }

    private static String because(CancelledError cancellation) {
        String who = cancellation.cancelledBy();
        return "which was cancelled" + (who == null ? "" : " by " + who);
    }

    @SuppressWarnings("ReferenceEquality") // the very object
    private void noteCanceller(@Nullable CancelledError cancellation) {
        Object who = cancellation == null ? null : cancellation.canceller();
        if (who != null && who != abort) { // not our own
            otherCanceller = who;
        }
    }

    private void report(Task<?> child, Throwable error) {
        loop.callExceptionHandler(new ErrorReport(
                "a child of a task group failed after its parent task had ended", error, "task", child));
    }

    /// The group's live children, errors and state, for messages.
    @Override
    public String toString() {
        return "TaskGroup[children=" + children.size() + ", errors=" + errors.size()
                + (abort != null ? ", cancelling]" : exiting ? ", ending]" : ", open]");
    }
}
