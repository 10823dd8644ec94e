package rondo.testkit.net.systems;

import java.util.Arrays;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationCommand;

/// The sample systems, by name, and each as a program of its own.
enum Systems {
    CHAT(new Chat()),
    CRAWLER(new Crawler()),
    GOSSIP(new Gossip()),
    REPLICATION(new Replication()),
    RPC(new Rpc()),
    SINGLE_FLIGHT(new SingleFlight()),
    WORK_QUEUE(new WorkQueue());

    @SuppressWarnings("ImmutableEnumChecker") // it has no state: a run makes all of its own
    private final SampleSystem system;

    Systems(SampleSystem system) {
        this.system = system;
    }

    void run(Simulation world, boolean fixed) throws Exception {
        system.run(world, fixed);
    }

    /// Simulates the system that the first argument names, as the others say.
    static void main(String[] arguments) {
        String[] others = Arrays.copyOfRange(arguments, 1, arguments.length);
        var command = SimulationCommand.of("proofs/systems " + arguments[0], others);
        boolean fixed = command.flag("--fixed");
        System.exit(command.run(world -> valueOf(arguments[0]).run(world, fixed)));
    }
}
