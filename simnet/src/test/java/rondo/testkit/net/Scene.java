package rondo.testkit.net;

import rondo.task.Task;
import rondo.testkit.Leak;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationOptions;

/// Two hosts, and an echo on port 7 of the server.
record Scene(Simulation simulation, SimulatedNetwork network, Host client, Host server) {
    /// A test's program.
    @FunctionalInterface
    interface Program {
        void run(Scene scene) throws Exception;
    }

    /// Nothing here blocks, but on the baton carrier a watchdog takes a step that a busy machine draws out for that.
    static final SimulationOptions ON_A_BUSY_MACHINE =
            SimulationOptions.defaults().allowing(Leak.BLOCKING_CALL);

    static void play(Program program) {
        play(Faults.none(), program);
    }

    static void play(Faults faults, Program program) {
        Simulation.run(ON_A_BUSY_MACHINE, simulation -> {
            var network = SimulatedNetwork.of(simulation, faults);
            var scene = new Scene(simulation, network, network.host("client"), network.host("server"));
            scene.echo();
            program.run(scene);
            network.stopAll();
        });
    }

    Task<?> echo() {
        return server.start(() -> server.network()
                .serve("server", 7, stream -> {
                    for (String line = stream.readLine(); line != null; line = stream.readLine()) {
                        stream.write(line + "\n");
                    }
                })
                .serveForever());
    }

    long millis() {
        return simulation.now().toMillis();
    }
}
