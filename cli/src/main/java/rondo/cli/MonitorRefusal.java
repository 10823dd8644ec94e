package rondo.cli;

/// Why a process cannot be looked at, or does not do what it is asked: in words for the user.
final class MonitorRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    MonitorRefusal(String message) {
        super(message);
    }
}
