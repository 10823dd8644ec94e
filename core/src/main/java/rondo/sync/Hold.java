package rondo.sync;

/// What a `try` holds: closing it releases what `hold()` acquired.
///
/// ```java
/// try (var _ = lock.hold()) {
///     ...
/// }
/// ```
///
/// It is one object for each primitive, so that holding allocates nothing: close it once, as `try` does.
@FunctionalInterface
public interface Hold extends AutoCloseable {
    /// Releases what was acquired. Never suspends.
    ///
    /// @throws IllegalStateException if it has been released already, where the primitive can tell
    @Override
    void close();
}
