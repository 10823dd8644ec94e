package rondo.testkit;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a call that may suspend does, in a task that was cancelled before and in one that was not.
///
/// In asyncio a call is a checkpoint only where it has to wait: there it suspends, and in a task that was cancelled
/// before it throws instead, and leaves what it works on as it was. Where it need not wait it runs through, whatever
/// has been asked of its task.
///
/// @param methods those that do the same, as `type.method`
/// @param waits where it has to wait
/// @param passes where it need not; null if there is no such place
record Checkpoint(
        List<String> methods, Place<?> waits, @Nullable Place<?> passes) {
    /// A call, and what it finds.
    ///
    /// @param <S> what it works on
    /// @param when what it finds, in words
    /// @param setup makes what it works on, in a task
    /// @param call the call
    /// @param release what lets a call go on that waits
    /// @param picture what can be seen of its state
    /// @param left the picture after a call in a task that was cancelled before; null if that is the one before it
    record Place<S>(
            String when,
            Callable<S> setup,
            Scenario.Part<S> call,
            Scenario.Part<S> release,
            Function<S, Object> picture,
            @Nullable Object left) {}

    static <S> Place<S> when(
            String when,
            Callable<S> setup,
            Scenario.Part<S> call,
            Scenario.Part<S> release,
            Function<S, Object> picture) {
        return new Place<>(when, setup, call, release, picture, null);
    }

    /// A place where the call runs through.
    static <S> Place<S> when(String when, Callable<S> setup, Scenario.Part<S> call) {
        return new Place<>(when, setup, call, any -> {}, Object::toString, null);
    }

    static Checkpoint checkpoint(String method, Place<?> waits, @Nullable Place<?> passes) {
        return new Checkpoint(List.of(method), waits, passes);
    }
}
