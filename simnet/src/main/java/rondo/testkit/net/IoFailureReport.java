package rondo.testkit.net;

/// How often a scenario was run with a call to the network that failed.
///
/// @param calls how many calls there were without a failure
/// @param runs how many runs, each with one failure, and the one without
public record IoFailureReport(int calls, int runs) {}
