package rondo.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import rondo.loop.CarrierChoice;
import rondo.testkit.Exploration;
import rondo.testkit.Order;
import rondo.testkit.Simulation;
import rondo.testkit.SimulationOptions;

/// How many small runs a simulation makes in a second: 10 tasks and 100 awaits each, a new loop for each.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(SimulationBenchmark.SEEDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SimulationBenchmark {
    static final int SEEDS = 5_000;

    /// Which carrier.
    @Param({"DIRECT", "BATON"})
    public CarrierChoice carrier = CarrierChoice.DIRECT;

    /// How a run chooses.
    @Param({"RANDOM", "PRIORITIES", "FIFO"})
    public Order order = Order.RANDOM;

    /// Runs all seeds.
    ///
    /// @return what came out
    @Benchmark
    public Exploration explore() {
        var options = SimulationOptions.defaults().withCarrier(carrier).withOrder(order);
        return Simulation.explore(options, SEEDS, Simulated::run);
    }
}
