package rondo.net;

import rondo.io.Threads;
import rondo.task.Task;

/// Work that takes long and that programs do before their run as well as within it.
final class HelperThread {
    private HelperThread() {}

    @FunctionalInterface
    interface Work<T, X extends Exception> {
        T call() throws X;
    }

    /// Works on a helper thread, and suspends the calling task meanwhile; works right here if no task calls.
    static <T, X extends Exception> T call(Work<T, X> work) throws X {
        return Task.currentOrNull() == null ? work.call() : Threads.toThread(work::call);
    }
}
