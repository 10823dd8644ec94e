package rondo.testkit.net;

import java.time.Duration;
import rondo.io.ByteStream;
import rondo.io.StreamOptions;
import rondo.net.Network;
import rondo.net.ServerOptions;
import rondo.net.TcpOptions;
import rondo.sync.Event;
import rondo.sync.Queue;
import rondo.task.VoidBody;
import rondo.testkit.Simulation;
import rondo.testkit.junit.StreamContract;

/// Simulated connections keep the streams' contract.
final class SimulatedStreamTest extends StreamContract {
    /// The contract has tasks that never let time pass.
    private static final Faults WITHOUT_TIME =
            Faults.none().withLatency(Duration.ZERO, Duration.ZERO).withBytesPerSecond(Long.MAX_VALUE);

    private Network client = Network.system();
    private Network server = Network.system();

    @Override
    protected void onLoop(VoidBody program) {
        Simulation.run(Scene.ON_A_BUSY_MACHINE, simulation -> {
            var network = SimulatedNetwork.of(simulation, WITHOUT_TIME);
            client = network.host("client").network();
            server = network.host("server").network();
            program.run();
        });
    }

    @Override
    protected Pair connect(StreamOptions options) throws Exception {
        var accepted = new Queue<ByteStream>();
        var never = new Event();
        var serving = ServerOptions.defaults().withStream(options);
        try (var _ = server.serve(
                "server",
                7,
                stream -> {
                    accepted.put(stream);
                    never.await();
                },
                serving)) {
            var connecting = TcpOptions.defaults().withStream(options);
            return new Pair(client.connect("server", 7, connecting), accepted.get());
        }
    }
}
