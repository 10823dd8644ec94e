package rondo.task;

import rondo.loop.Consequence;
import rondo.loop.LoopStep;

/// A dependent's turn.
record Completion(Dependent dependent, Future<?> future) implements LoopStep, Consequence {
    @Override
    public void run() {
        dependent.completed(future);
    }

    @Override
    public Object cause() {
        return future;
    }
}
