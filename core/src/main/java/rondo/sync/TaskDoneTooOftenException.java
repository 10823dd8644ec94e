package rondo.sync;

/// [Queue#taskDone()] was called more often than items were put.
public final class TaskDoneTooOftenException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    TaskDoneTooOftenException(String message) {
        super(message);
    }
}
