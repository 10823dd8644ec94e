package rondo.testkit;

import org.jspecify.annotations.Nullable;

/// How one run ended.
///
/// @param seed its seed
/// @param trace what it did
/// @param failure what failed; null if it passed
public record SimulatedRun(
        long seed, SimulatedTrace trace, @Nullable Throwable failure) {
    /// {@return whether nothing failed}
    public boolean passed() {
        return failure == null;
    }

    /// {@return what it did}
    ///
    /// @throws Error what failed, as it was thrown; checked ones too
    public SimulatedTrace traceOrThrow() {
        if (failure != null) {
            throw SimulatedRun.<RuntimeException>raise(failure);
        }
        return trace;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws any error without declaring it
    static <X extends Throwable> X raise(Throwable error) throws X {
        throw (X) error;
    }
}
