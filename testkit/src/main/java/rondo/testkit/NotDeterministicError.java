package rondo.testkit;

/// Two runs of one seed differed: something that no seed decides has got in, such as the real time, an identity
/// hash code, the order of a `HashSet`, a static that the first run has changed.
public final class NotDeterministicError extends AssertionError {
    private static final long serialVersionUID = 1L;

    NotDeterministicError(long seed, String difference) {
        super("seed " + seed + " gave two different runs. " + difference
                + "\nLook for real time, random numbers of the JDK's, hash order, statics, threads.");
    }
}
