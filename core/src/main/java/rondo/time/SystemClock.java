package rondo.time;

/// The machine's monotonic clock.
public final class SystemClock implements Clock {
    private static final SystemClock INSTANCE = new SystemClock();

    private SystemClock() {}

    /// {@return the one clock of this machine}
    public static SystemClock instance() {
        return INSTANCE;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
