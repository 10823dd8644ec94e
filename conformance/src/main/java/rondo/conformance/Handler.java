package rondo.conformance;

import java.util.concurrent.TimeoutException;
import rondo.group.ExceptionGroup;
import rondo.task.CancelledError;

/// What a `try` does about one kind of error.
record Handler(String kind, Block block) {
    boolean matches(Throwable error) {
        return switch (kind) {
            case "Cancelled" -> error instanceof CancelledError;
            case "Timeout" -> error instanceof TimeoutException;
            case "Group" -> error instanceof ExceptionGroup;
            case "Any" -> error instanceof Exception; // a cancellation is none
            default -> error instanceof Failure failure && failure.kind().equals(kind);
        };
    }
}
