package rondo.sync;

/// The barrier was aborted, or was reset while the task waited at it: asyncio's `BrokenBarrierError`.
public final class BrokenBarrierException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    BrokenBarrierException(String message) {
        super(message);
    }
}
