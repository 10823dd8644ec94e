package rondo.conformance;

/// A scenario that is not in the language; the message says where it leaves it.
final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScenarioException(String message) {
        super(message);
    }
}
