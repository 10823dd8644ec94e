package rondo.testkit.net;

/// What failing at every call to the network has done.
///
/// @param calls how many calls there were without a failure
/// @param runs how many runs, each with one failure, and the one without
public record IoFailureReport(int calls, int runs) {}
