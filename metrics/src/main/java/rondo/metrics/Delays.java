package rondo.metrics;

import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/// How long what was ready had to wait: one writer, which never waits, and any readers.
final class Delays {
    private static final int DIGITS = 2;

    private final SingleWriterRecorder latest = new SingleWriterRecorder(DIGITS); // written by the loop
    private final Histogram all = new Histogram(DIGITS); // under the lock
    private final ReentrantLock lock = new ReentrantLock();

    void record(long nanos) {
        latest.recordValue(Math.max(0, nanos));
    }

    /// {@return a copy of the delays up to now}
    Histogram histogram() {
        lock.lock();
        try {
            all.add(latest.getIntervalHistogram());
            return all.copy();
        } finally {
            lock.unlock();
        }
    }

    void reset() {
        lock.lock();
        try {
            latest.reset();
            all.reset();
        } finally {
            lock.unlock();
        }
    }
}
