package rondo.metrics;

import java.util.concurrent.atomic.AtomicLong;

/// A number that one thread changes, without a barrier, and any thread reads.
final class Count {
    private final AtomicLong value = new AtomicLong();

    void add(long n) {
        value.setOpaque(value.getPlain() + n);
    }

    void to(long n) {
        value.setOpaque(n);
    }

    long value() {
        return value.getOpaque();
    }
}
