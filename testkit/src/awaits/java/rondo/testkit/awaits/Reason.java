package rondo.testkit.awaits;

/// Why a method that may suspend is in no scenario.
public enum Reason {
    /// It is the body that a program hands over, or the way below all awaits.
    NO_AWAIT_OF_ITS_OWN,
    /// It runs a loop from outside, and is called in no task.
    RUNS_A_LOOP,
    /// It waits only over TLS, which is not the core's; the table of `rondo.net` has it.
    ONLY_OVER_TLS,
    /// It would wait for the farewell of a stream over TLS, and is given only what is below such a stream.
    CLOSES_BELOW_TLS,
    /// It waits for a job of a helper thread and for nothing else, as `toThread` does, which the core's table has.
    BY_HELPER_THREAD,
    /// Another method of its name waits.
    OTHER_OVERLOAD,
    /// It waits for the system (a socket, a process, a signal, a terminal, threads that end), which no
    /// simulation has. The tests of its module cancel it on a real loop, where it can be made to wait.
    SYSTEM
}
