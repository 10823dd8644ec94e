package rondo.time;

/// A source of monotonic time: the seam through which time enters a loop.
public interface Clock {
    /// {@return nanoseconds since an arbitrary origin; never runs backwards}
    long nanos();

    /// {@return the finest step of this clock that a timer may rely on, ns; at least 1}
    default long resolutionNanos() {
        return 1;
    }

    /// Moves a virtual clock to a time, for a loop that has nothing else to do.
    ///
    /// @param nanos the time to move to, in this clock's own nanoseconds
    /// @return true if the clock now stands there (a virtual one); false if time can only be waited for
    default boolean jumpTo(long nanos) {
        return false;
    }
}
