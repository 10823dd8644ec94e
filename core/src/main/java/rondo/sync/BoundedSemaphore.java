package rondo.sync;

/// A semaphore that refuses to be released more often than it was acquired: asyncio's `BoundedSemaphore`.
public final class BoundedSemaphore extends Semaphore {
    private final int bound;

    /// Creates a semaphore with one permit.
    public BoundedSemaphore() {
        this(1);
    }

    /// Creates a semaphore.
    ///
    /// @param value how many permits there are at first and at most, zero or more
    /// @throws IllegalArgumentException if it is negative
    public BoundedSemaphore(int value) {
        super(value);
        bound = value;
    }

    /// Gives a permit back and hands it to the first task that waits. Never suspends.
    ///
    /// @throws ReleasedTooOftenException if all permits are there already; nothing has been changed
    /// @throws IllegalStateException from another loop or thread
    @Override
    public void release() {
        if (value() >= bound) {
            throw new ReleasedTooOftenException("released above its bound of " + bound + ": " + this);
        }
        super.release();
    }
}
