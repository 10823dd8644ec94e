package rondo.group;

/// Throws any error as it is, checked or not: errors cross a task's boundary unwrapped.
final class Sneaky {
    private Sneaky() {}

    /// Never returns; written as a return value so that `throw Sneaky.raise(e)` ends a method.
    static RuntimeException raise(Throwable error) {
        return Sneaky.<RuntimeException>doRaise(error);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> X doRaise(Throwable error) throws X {
        throw (X) error;
    }
}
