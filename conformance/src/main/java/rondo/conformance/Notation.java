package rondo.conformance;

import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rondo.group.ExceptionGroup;
import rondo.sync.BrokenBarrierException;
import rondo.sync.QueueEmptyException;
import rondo.sync.QueueFullException;
import rondo.sync.QueueShutDownException;
import rondo.sync.ReleasedTooOftenException;
import rondo.sync.TaskDoneTooOftenException;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.InvalidStateException;

/// How a trace writes values and errors.
final class Notation {
    private Notation() {}

    static String show(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case List<?> list -> list.stream().map(Notation::show).collect(Collectors.joining(",", "[", "]"));
            case Boolean flag -> flag ? "True" : "False";
            default -> value.toString();
        };
    }

    /// The name of an error: of the Python error that it stands for (semantics §20.11).
    static String describe(Throwable error) {
        return switch (error) {
            case Failure failure -> failure.kind();
            case ProgramMistake mistake -> mistake.pythonName();
            case CancelledError cancelled -> cancelled(cancelled.cancelMessage());
            case ExceptionGroup group ->
                group.exceptions().stream().map(Notation::describe).collect(Collectors.joining(",", "Group[", "]"));
            case TimeoutException _ -> "Timeout";
            case InvalidStateException _ -> "InvalidState";
            case QueueFullException _ -> "QueueFull";
            case QueueEmptyException _ -> "QueueEmpty";
            case QueueShutDownException _ -> "QueueShutDown";
            case BrokenBarrierException _ -> "BrokenBarrier";
            case ReleasedTooOftenException _, TaskDoneTooOftenException _, IllegalArgumentException _ -> "Value";
            case IllegalStateException _ -> "Runtime";
            default -> error.getClass().getSimpleName();
        };
    }

    static String cancelled(@Nullable String message) {
        return message == null ? "Cancelled" : "Cancelled(" + message + ")";
    }

    /// How a future stands.
    static String outcome(Future<?> future) {
        if (!future.done()) {
            return "pending";
        }
        if (future.cancelled()) {
            return "cancelled";
        }
        Throwable error = future.exception();
        return error == null ? show(future.result()) : "!" + describe(error);
    }
}
