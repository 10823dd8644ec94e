/// Ways between the loop and the world: what a stream of bytes is, readiness of channels, helper threads,
/// executors, `CompletionStage`, `Flow`.
package rondo.io;
