package rondo.task;

import rondo.loop.LoopStep;

/// A dependent's turn.
record Completion(Dependent dependent, Future<?> future) implements LoopStep {
    @Override
    public void run() {
        dependent.completed(future);
    }
}
