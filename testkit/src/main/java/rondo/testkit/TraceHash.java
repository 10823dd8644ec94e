package rondo.testkit;

import java.util.Locale;

/// 128 bits over all that a run did, in order.
final class TraceHash {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long ODD = 0xC2B2AE3D27D4EB4FL;

    private long high = GOLDEN;
    private long low = ODD;

    void add(long value) {
        high = (high ^ value) * GOLDEN;
        high ^= high >>> 32;
        low = Long.rotateLeft(low + value * ODD, 31) * GOLDEN ^ high;
    }

    void add(String text) {
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
        add(text.length());
    }

    /// {@return the hash of both}
    TraceHash with(TraceHash other) {
        var both = new TraceHash();
        both.add(high);
        both.add(low);
        both.add(other.high);
        both.add(other.low);
        return both;
    }

    /// {@return 32 hexadecimal digits}
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%016x%016x", high, low);
    }
}
