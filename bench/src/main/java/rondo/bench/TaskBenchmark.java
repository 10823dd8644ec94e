package rondo.bench;

import static rondo.Rondo.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import rondo.loop.CarrierChoice;
import rondo.loop.LoopOptions;
import rondo.task.Awaitable;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Task;
import rondo.task.VoidBody;

/// What the steps of a task's life cost. Each invocation is a batch, so that starting and stopping the loop
/// does not count.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(TaskBenchmark.BATCH)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TaskBenchmark {
    static final int BATCH = 10_000;

    private static final Awaitable<Integer> TRIVIAL = () -> 1;
    private static final Awaitable<@Nullable Void> PARKED = VoidBody.awaitable(() -> new Future<Integer>().await());

    /// Which carrier.
    @Param({"DIRECT", "BATON"})
    public CarrierChoice carrier = CarrierChoice.DIRECT;

    private @Nullable Runner runner;
    private final List<Future<?>> made = new ArrayList<>(BATCH);

    /// Opens a loop.
    @Setup
    public void open() {
        runner = new Runner(LoopOptions.defaults().withCarrier(carrier));
    }

    /// Closes it.
    @TearDown
    public void close() {
        runner().close();
    }

    private Runner runner() {
        Runner mine = runner;
        if (mine == null) {
            throw new IllegalStateException("there is no loop; JMH calls open() first");
        }
        return mine;
    }

    /// Lets the tasks of a batch end, outside the measurement.
    @TearDown(Level.Invocation)
    public void drain() {
        made.forEach(Future::cancel);
        made.clear();
        runner().run(() -> sleep(Duration.ZERO));
    }

    /// One `sleep(ZERO)`: to the back of the ready queue and back.
    @Benchmark
    public void giveWay() {
        runner().run(() -> {
            for (int i = 0; i < BATCH; i++) {
                sleep(Duration.ZERO);
            }
        });
    }

    /// Creates a task; it does not run.
    @Benchmark
    public void create() {
        runner().run(() -> {
            for (int i = 0; i < BATCH; i++) {
                made.add(Task.start(TRIVIAL));
            }
            made.forEach(Future::cancel);
        });
    }

    /// Creates a task and awaits its end.
    @Benchmark
    public void createAndComplete() {
        runner().run(() -> {
            for (int i = 0; i < BATCH; i++) {
                Task.start(TRIVIAL).await();
            }
        });
    }

    /// Futures nobody waits for yet.
    @State(Scope.Thread)
    public static class Futures {
        private final List<Future<Integer>> pending = new ArrayList<>(BATCH);

        /// Makes them.
        ///
        /// @param bench whose loop they belong to
        @Setup(Level.Invocation)
        public void make(TaskBenchmark bench) {
            pending.clear();
            for (int i = 0; i < BATCH; i++) {
                pending.add(new Future<>(bench.runner().loop()));
            }
        }
    }

    /// Completes a future.
    ///
    /// @param futures the futures
    @Benchmark
    public void complete(Futures futures) {
        for (Future<Integer> future : futures.pending) {
            future.setResult(1);
        }
    }

    /// Tasks that are parked.
    @State(Scope.Thread)
    public static class ParkedTasks {
        private final List<Task<?>> tasks = new ArrayList<>(BATCH);

        /// Starts them and lets them park.
        ///
        /// @param bench whose loop they belong to
        @Setup(Level.Invocation)
        public void park(TaskBenchmark bench) {
            tasks.clear();
            bench.runner().run(() -> {
                for (int i = 0; i < BATCH; i++) {
                    tasks.add(Task.start(PARKED));
                }
                sleep(Duration.ZERO);
            });
        }
    }

    /// Cancels a parked task, up to the end of its body.
    ///
    /// @param parked the tasks
    @Benchmark
    public void cancel(ParkedTasks parked) {
        runner().run(() -> {
            parked.tasks.forEach(Future::cancel);
            sleep(Duration.ZERO);
        });
    }
}
