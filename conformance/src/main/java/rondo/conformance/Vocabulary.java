package rondo.conformance;

/// The operations of the language by name.
final class Vocabulary {
    private Vocabulary() {}

    /// {@return the operation of that name, with its arguments read in the order in which a program gives them}
    static Operation operation(String name, Arguments given) {
        return switch (name) {
            case "log" -> new Control.Log(given.text());
            case "return" -> new Control.Return(given.value());
            case "raise" -> new Control.Raise(given.text());
            case "repeat" -> new Control.Repeat(given.number(), given.block());
            case "try" -> new Control.Try(given.block(), given.handlers(), given.block());

            case "sleep" -> new Tasks.Sleep(given.time());
            case "call" -> new Tasks.Call(given.text());
            case "spawn" -> new Tasks.Spawn(given.text(), given.text());
            case "await" -> new Tasks.Await(given.text());
            case "cancel" -> new Tasks.Cancel(given.text(), given.textIfAny());
            case "uncancel" -> new Tasks.Uncancel();
            case "cancelling" -> new Tasks.Cancelling();
            case "state" -> new Tasks.State(given.text());

            case "gather" -> new Several.Gather(given.texts(), given.text());
            case "wait" -> new Several.Wait(given.texts(), given.text(), given.timeOrNone());
            case "as_completed" -> new Several.InOrderOfCompletion(given.texts(), given.timeOrNone());
            case "shield" -> new Several.Shield(given.text());

            case "wait_for" -> new Deadlines.WaitFor(given.text(), given.timeOrNone());
            case "wait_for_call" -> new Deadlines.WaitForCall(given.text(), given.timeOrNone());
            case "timeout" -> new Deadlines.Scope(given.text(), given.timeOrNone(), given.block());
            case "reschedule" -> new Deadlines.Reschedule(given.text(), given.timeOrNone());

            case "group" -> new Groups.Group(given.text(), given.block());
            case "group_spawn" -> new Groups.GroupSpawn(given.text(), given.text(), given.text());

            case "call_soon" -> new Callbacks.CallSoon(given.text());
            case "call_later" -> new Callbacks.CallLater(given.text(), given.time(), given.text());
            case "cancel_timer" -> new Callbacks.CancelTimer(given.text());
            case "on_done" -> new Callbacks.OnDone(given.text(), given.text());
            case "set_result" -> new Callbacks.SetResult(given.text(), given.value());
            case "set_exception" -> new Callbacks.SetException(given.text(), given.text());

            case "event_wait" -> new Synchronisation.EventWait(given.text());
            case "event_set" -> new Synchronisation.EventSet(given.text());
            case "event_clear" -> new Synchronisation.EventClear(given.text());
            case "with" -> new Synchronisation.With(given.text(), given.block());
            case "release" -> new Synchronisation.Release(given.text());
            case "condition_wait" -> new Synchronisation.ConditionWait(given.text());
            case "notify" -> new Synchronisation.Notify(given.text(), given.number());
            case "barrier_wait" -> new Synchronisation.BarrierWait(given.text());
            case "barrier_reset" -> new Synchronisation.BarrierReset(given.text());
            case "barrier_abort" -> new Synchronisation.BarrierAbort(given.text());

            case "put" -> new Queues.Put(given.text(), given.value());
            case "get" -> new Queues.Get(given.text());
            case "put_nowait" -> new Queues.PutNowait(given.text(), given.value());
            case "get_nowait" -> new Queues.GetNowait(given.text());
            case "task_done" -> new Queues.TaskDone(given.text());
            case "join" -> new Queues.Join(given.text());
            case "shutdown" -> new Queues.Shutdown(given.text(), given.flag());

            default -> throw new ScenarioException("unknown operation: " + name);
        };
    }
}
