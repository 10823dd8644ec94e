package rondo.testkit;

/// The generator that orders are drawn from: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), written out so
/// that a seed means the same order with every JDK.
final class Draws {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    Draws(long seed) {
        state = seed;
    }

    long next() {
        state += GAMMA;
        long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /// {@return a number from 0 to below a bound}
    int below(int bound) {
        return (int) Math.unsignedMultiplyHigh(next(), bound);
    }
}
