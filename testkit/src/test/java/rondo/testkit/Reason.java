package rondo.testkit;

/// Why a method that may suspend is in no scenario.
enum Reason {
    /// It is the body that a program hands over, or the way below all awaits.
    NO_AWAIT_OF_ITS_OWN,
    /// It runs a loop from outside, and is called in no task.
    RUNS_A_LOOP,
    /// It waits only over TLS, which is not the core's.
    ONLY_OVER_TLS,
    /// It waits for the system (a socket, a process, a signal, a terminal, threads that end), which no
    /// simulation has. The tests of its class cancel it on a real loop.
    SYSTEM
}
