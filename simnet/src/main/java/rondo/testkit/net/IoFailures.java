package rondo.testkit.net;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rondo.task.CancelledError;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;
import rondo.testkit.SimulatedRun;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationOptions;

/// Runs a scenario once for each call to the network and each way in which it can fail.
final class IoFailures<S> {
    private final SimulationOptions options;
    private final NetworkScenario<S> scenario;
    private int runs;

    IoFailures(SimulationOptions options, NetworkScenario<S> scenario) {
        this.options = options;
        this.scenario = scenario;
    }

    IoFailureReport everywhere() {
        PlannedFault counted = run(null, 0);
        int calls = 0;
        for (IoCall kind : IoCall.values()) {
            calls += counted.calls(kind);
        }
        for (IoFault fault : IoFault.values()) {
            for (int call = 1; call <= counted.calls(fault.call()); call++) {
                run(fault, call);
            }
        }
        return new IoFailureReport(calls, runs);
    }

    private PlannedFault run(@Nullable IoFault fault, int call) {
        runs++;
        var planned = new PlannedFault(fault, call);
        SimulatedRun run = Simulation.replay(options, simulation -> once(simulation, planned));
        if (!run.passed()) {
            throw new IoFailureError(fault, call, run);
        }
        return planned;
    }

    private void once(Simulation simulation, PlannedFault planned) throws Exception {
        SimulatedNetwork network = SimulatedNetwork.of(simulation);
        network.plan(planned);
        S state;
        try {
            state = scenario.setup().make(network);
        } catch (IOException e) {
            expectPlanned(planned, e);
            network.stopAll();
            expectNoTask(simulation);
            return; // nothing was made that could be looked at
        }
        Task<?> subject = Task.start(
                simulation.loop(), VoidBody.awaitable(() -> scenario.body().run(state)), TaskOptions.named("subject"));
        SimulatedNetwork.awaitEnd(List.of(subject));
        Throwable error = subject.cancelled() ? new CancelledError() : subject.exception();
        if (error != null) {
            expectPlanned(planned, error);
        }
        network.stopAll();
        expectNoTask(simulation);
        scenario.invariant().run(state);
    }

    private static void expectPlanned(PlannedFault planned, Throwable error) {
        boolean allowed = error instanceof IOException || error instanceof TimeoutException;
        if (!planned.fired() || !allowed) {
            throw new AssertionError("it ended with " + error, error);
        }
    }

    private static void expectNoTask(Simulation simulation) {
        int left = Task.all(simulation.loop()).size() - 1;
        if (left > 0) {
            throw new AssertionError("it has left " + left + " tasks behind:\n" + simulation.tasks());
        }
    }
}
