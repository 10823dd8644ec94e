package rondo.conformance;

/// An error that a program raises; its kind is its name in the trace.
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String kind;

    Failure(String kind) {
        super(kind);
        this.kind = kind;
    }

    String kind() {
        return kind;
    }
}
