package rondo.task;

import java.util.function.Consumer;
import rondo.loop.Consequence;
import rondo.loop.Context;

/// A user's done callback, with the context variables that it was registered with.
record DoneCallback<T>(Consumer<? super Future<T>> callback, Context context) {
    Runnable on(Future<T> future) {
        return new Consequence() {
            @Override
            public void run() {
                callback.accept(future);
            }

            @Override
            public Object cause() {
                return future;
            }

            @Override
            public String toString() {
                return "done callback of " + future;
            }
        };
    }
}
