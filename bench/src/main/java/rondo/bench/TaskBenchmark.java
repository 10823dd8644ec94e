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
import rondo.task.TaskOptions;
import rondo.task.VoidBody;

/// What the steps of a task's life cost. Each invocation is a batch, so that starting and stopping the loop
/// does not count.
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

    /// A loop, and what has been made on it. Not the class of the benchmarks itself: JMH would give those that take
    /// other states an object of it, and another one to these states.
    @State(Scope.Thread)
    public static class Loop {
        /// Which carrier.
        @Param({"DIRECT", "BATON"})
        public CarrierChoice carrier = CarrierChoice.DIRECT;

        final List<Task<?>> tasks = new ArrayList<>(BATCH);
        final List<Future<Integer>> futures = new ArrayList<>(BATCH);
        private @Nullable Runner runner;

        /// Opens it.
        @Setup
        public void open() {
            runner = new Runner(LoopOptions.defaults().withCarrier(carrier));
        }

        /// Closes it.
        @TearDown
        public void close() {
            runner().close();
        }

        Runner runner() {
            Runner mine = runner;
            if (mine == null) {
                throw new IllegalStateException("there is no loop; JMH calls open() first");
            }
            return mine;
        }

        /// Lets the tasks of a batch end, outside the measurement.
        ///
        /// @throws IllegalStateException if one does not: then something else has been measured
        @TearDown(Level.Invocation)
        public void drain() {
            runner().run(() -> sleep(Duration.ZERO));
            if (!tasks.stream().allMatch(Task::done) || !futures.stream().allMatch(Future::done)) {
                throw new IllegalStateException("what was measured has not ended: " + tasks + futures);
            }
            tasks.clear();
            futures.clear();
        }
    }

    /// One `sleep(ZERO)`: to the back of the ready queue and back.
    ///
    /// @param loop the loop
    @Benchmark
    public void giveWay(Loop loop) {
        loop.runner().run(() -> {
            for (int i = 0; i < BATCH; i++) {
                sleep(Duration.ZERO);
            }
        });
    }

    /// Creates a task; it does not run.
    ///
    /// @param loop the loop
    @Benchmark
    public void create(Loop loop) {
        for (int i = 0; i < BATCH; i++) {
            loop.tasks.add(Task.start(loop.runner().loop(), TRIVIAL, TaskOptions.defaults()));
        }
    }

    /// Creates a task and awaits its end.
    ///
    /// @param loop the loop
    @Benchmark
    public void createAndComplete(Loop loop) {
        loop.runner().run(() -> {
            for (int i = 0; i < BATCH; i++) {
                Task.start(TRIVIAL).await();
            }
        });
    }

    /// A loop with futures that nobody waits for.
    public static class Futures extends Loop {
        /// Makes them.
        @Setup(Level.Invocation)
        public void make() {
            for (int i = 0; i < BATCH; i++) {
                futures.add(new Future<>(runner().loop()));
            }
        }
    }

    /// Completes a future.
    ///
    /// @param loop the loop and the futures
    @Benchmark
    public void complete(Futures loop) {
        for (Future<Integer> future : loop.futures) {
            future.setResult(1);
        }
    }

    /// A loop with tasks that are parked.
    public static class ParkedTasks extends Loop {
        /// Starts them and lets them park.
        @Setup(Level.Invocation)
        public void park() {
            runner().run(() -> {
                for (int i = 0; i < BATCH; i++) {
                    tasks.add(Task.start(PARKED));
                }
                sleep(Duration.ZERO);
            });
        }
    }

    /// Cancels a parked task, up to the end of its body.
    ///
    /// @param loop the loop and the tasks
    @Benchmark
    public void cancel(ParkedTasks loop) {
        loop.runner().run(() -> {
            loop.tasks.forEach(Future::cancel);
            sleep(Duration.ZERO);
        });
    }
}
