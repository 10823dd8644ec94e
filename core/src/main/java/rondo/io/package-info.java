/// Ways between the loop and the world: helper threads, executors, `CompletionStage`, `Flow`.
package rondo.io;
