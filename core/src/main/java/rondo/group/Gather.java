package rondo.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rondo.task.Awaitable;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Scope;
import rondo.task.Task;
import rondo.task.VoidBody;

/// Runs awaitables at the same time and gives their values in argument order; the constants say what one
/// failure does to the others.
///
/// Follows asyncio's `gather`, but suspends and returns the values: to hold or cancel a gathering, make it a
/// task, `createTask(() -> gather(...))`. Arguments that are not futures become tasks, left to right. The same
/// future given twice is awaited once and fills both places; a body given twice runs twice, because Java does
/// not say whether two evaluations of a lambda are one object.
public enum Gather {
    /// The first failure cancels the others and waits for them to end, so that nothing is left running; asyncio
    /// leaves them running.
    ///
    /// The default. The first error in the order of ending is thrown; errors of children that fail while they
    /// are being cancelled are added to its suppressed ones. A child that was cancelled counts as a failure,
    /// with its [rondo.task.CancelledError] as the error.
    CANCEL_REST,

    /// The first failure is thrown at once and the others run on unwatched: asyncio's own default, for porting
    /// code.
    ///
    /// Their values are dropped and their errors count as seen.
    LEAVE_RUNNING;

    /// Runs awaitables at the same time and gives their values; the first failure cancels the others and waits
    /// for them to end ([#CANCEL_REST]), where asyncio would leave them running.
    ///
    /// Suspends until all have ended; not at all if all are done already. A cancel of the calling task cancels
    /// every child and is thrown after all of them have ended, even if they all ended well. If a child fails,
    /// before or after the cancel, its error is thrown instead, and the cancel at the caller's next await.
    ///
    /// @param awaitables bodies, tasks or futures of this loop
    /// @param <T> what all of them have in common
    /// @return the values in argument order, unmodifiable
    /// @throws IllegalStateException if no task of a running loop calls
    /// @throws IllegalArgumentException if a future belongs to another loop; nothing has been started then
    @SafeVarargs
    @SuppressWarnings("varargs") // read only
    public static <T extends @Nullable Object> List<T> gather(Awaitable<? extends T>... awaitables) {
        return values(CANCEL_REST, Arrays.asList(awaitables));
    }

    /// Runs bodies without a value at the same time; the first failure cancels the others and waits for them to
    /// end, where asyncio would leave them running.
    ///
    /// Suspends and is cancelled as [#gather(Awaitable...)].
    ///
    /// @param bodies what to run, each as a task of its own
    public static void gather(VoidBody... bodies) {
        values(CANCEL_REST, awaitables(bodies));
    }

    /// Runs awaitables at the same time and gives their values; the first failure cancels the others and waits
    /// for them to end, where asyncio would leave them running.
    ///
    /// Suspends and is cancelled as [#gather(Awaitable...)].
    ///
    /// @param awaitables bodies, tasks or futures of this loop; read once, in its order
    /// @param <T> what all of them have in common
    /// @return the values in argument order, unmodifiable
    public static <T extends @Nullable Object> List<T> gather(Collection<? extends Awaitable<? extends T>> awaitables) {
        return values(CANCEL_REST, awaitables);
    }

    /// Runs awaitables at the same time and gives their values; the mode says what the first failure does to
    /// the others.
    ///
    /// Suspends as [#gather(Awaitable...)]. With [#LEAVE_RUNNING] a cancel of the calling task cancels every
    /// child and is thrown as soon as the first of them has ended cancelled, as in asyncio.
    ///
    /// @param mode what the first failure does to the others
    /// @param awaitables bodies, tasks or futures of this loop
    /// @param <T> what all of them have in common
    /// @return the values in argument order, unmodifiable
    @SafeVarargs
    @SuppressWarnings("varargs") // read only
    public static <T extends @Nullable Object> List<T> gather(Gather mode, Awaitable<? extends T>... awaitables) {
        return values(mode, Arrays.asList(awaitables));
    }

    /// Runs bodies without a value at the same time; the mode says what the first failure does to the others.
    ///
    /// Suspends and is cancelled as [#gather(Gather, Awaitable...)].
    ///
    /// @param mode what the first failure does to the others
    /// @param bodies what to run, each as a task of its own
    public static void gather(Gather mode, VoidBody... bodies) {
        values(mode, awaitables(bodies));
    }

    /// Runs awaitables at the same time and gives their values; the mode says what the first failure does to
    /// the others.
    ///
    /// Suspends and is cancelled as [#gather(Gather, Awaitable...)].
    ///
    /// @param mode what the first failure does to the others
    /// @param awaitables bodies, tasks or futures of this loop; read once, in its order
    /// @param <T> what all of them have in common
    /// @return the values in argument order, unmodifiable
    public static <T extends @Nullable Object> List<T> gather(
            Gather mode, Collection<? extends Awaitable<? extends T>> awaitables) {
        return values(mode, awaitables);
    }

    /// Runs awaitables at the same time and gives how each of them ended; no child's error is thrown.
    ///
    /// asyncio's `gather` with `return_exceptions`. Suspends until all have ended; not at all if all are done
    /// already. A cancel of the calling task cancels every child and is thrown after all of them have ended.
    ///
    /// @param awaitables bodies, tasks or futures of this loop
    /// @param <T> what all of them have in common
    /// @return the outcomes in argument order, unmodifiable
    @SafeVarargs
    @SuppressWarnings("varargs") // read only
    public static <T extends @Nullable Object> List<Outcome<T>> gatherOutcomes(Awaitable<? extends T>... awaitables) {
        return outcomes(Arrays.asList(awaitables));
    }

    /// Runs bodies without a value at the same time and gives how each of them ended; no child's error is
    /// thrown.
    ///
    /// Suspends and is cancelled as [#gatherOutcomes(Awaitable...)].
    ///
    /// @param bodies what to run, each as a task of its own
    /// @return the outcomes in argument order, unmodifiable
    public static List<Outcome<@Nullable Void>> gatherOutcomes(VoidBody... bodies) {
        return outcomes(awaitables(bodies));
    }

    /// Runs awaitables at the same time and gives how each of them ended; no child's error is thrown.
    ///
    /// Suspends and is cancelled as [#gatherOutcomes(Awaitable...)].
    ///
    /// @param awaitables bodies, tasks or futures of this loop; read once, in its order
    /// @param <T> what all of them have in common
    /// @return the outcomes in argument order, unmodifiable
    public static <T extends @Nullable Object> List<Outcome<T>> gatherOutcomes(
            Collection<? extends Awaitable<? extends T>> awaitables) {
        return outcomes(awaitables);
    }

    private static <T extends @Nullable Object> List<T> values(
            Gather mode, Collection<? extends Awaitable<? extends T>> awaitables) {
        List<Future<? extends T>> children = Children.started(Task.current().loop(), awaitables);
        return children.isEmpty() ? List.of() : await(children, Gathering.values(mode, children));
    }

    private static <T extends @Nullable Object> List<Outcome<T>> outcomes(
            Collection<? extends Awaitable<? extends T>> awaitables) {
        List<Future<? extends T>> children = Children.started(Task.current().loop(), awaitables);
        return children.isEmpty() ? List.of() : await(children, Gathering.<T>outcomes(children));
    }

    private static <E extends @Nullable Object> List<E> await(
            List<? extends Future<?>> children, Gathering<?, E> gathering) {
        try {
            return Scope.around("gather", children, gathering);
        } catch (CancelledError cancellation) {
            gathering.forget();
            throw cancellation;
        } catch (Throwable failure) {
            if (gathering.done()) {
                gathering.cancelAgain(Task.current());
            } else if (failure instanceof IllegalStateException) { // it cannot suspend, in a class initialiser
                gathering.cancel(); // nobody will wait for the children
                gathering.forget();
            }
            throw failure;
        }
    }

    private static List<Awaitable<@Nullable Void>> awaitables(VoidBody... bodies) {
        List<Awaitable<@Nullable Void>> awaitables = new ArrayList<>(bodies.length);
        for (VoidBody body : bodies) {
            awaitables.add(VoidBody.awaitable(body));
        }
        return awaitables;
    }
}
