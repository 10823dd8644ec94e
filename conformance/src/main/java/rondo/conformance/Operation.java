package rondo.conformance;

/// One operation of the scenario language, with its arguments read.
sealed interface Operation permits Control, Tasks, Several, Deadlines, Groups, Callbacks, Synchronisation, Queues {
    /// Does it, in the task that got to it; may suspend.
    Result run(Scenario scenario) throws Exception;

    /// Whether the trace shows that it failed; the operations that only hold others leave that to them.
    default boolean logsItsFailure() {
        return true;
    }
}
