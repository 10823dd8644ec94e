package rondo.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import rondo.loop.EventLoop;
import rondo.loop.TimerHandle;

/// What the loop's timers and its door for other threads cost. No task runs, so the carrier does not matter.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(LoopBenchmark.BATCH)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LoopBenchmark {
    static final int BATCH = 10_000;

    private static void nothing() {}

    /// A loop without timers.
    @State(Scope.Thread)
    public static class Timers {
        private final EventLoop loop = new EventLoop();
        private final List<TimerHandle> set = new ArrayList<>(BATCH);
        private final Duration[] delays = delays();

        private static Duration[] delays() {
            var random = new Random(42);
            var all = new Duration[BATCH];
            for (int i = 0; i < BATCH; i++) {
                all[i] = Duration.ofSeconds(60).plusMillis(random.nextInt(10_000));
            }
            return all;
        }

        void set() {
            for (Duration delay : delays) {
                set.add(loop.callLater(delay, LoopBenchmark::nothing));
            }
        }

        void cancel() {
            set.forEach(TimerHandle::cancel);
            set.clear();
            loop.stop(); // one tick: cancelled timers leave the heap
            loop.runForever();
        }

        /// Empties the heap, outside the measurement.
        ///
        /// @throws IllegalStateException if timers are left
        @TearDown(Level.Invocation)
        public void drain() {
            cancel();
            if (loop.pendingTimers() != 0) {
                throw new IllegalStateException(loop.pendingTimers() + " timers are left of those that were cancelled");
            }
        }

        /// Closes the loop.
        @TearDown
        public void close() {
            loop.close();
        }
    }

    /// A loop with timers that are set.
    public static class SetTimers extends Timers {
        /// Sets them.
        @Setup(Level.Invocation)
        public void prepare() {
            set();
        }
    }

    /// Sets a timer, among up to 10,000 others.
    ///
    /// @param loop the loop
    @Benchmark
    public void timerAdd(Timers loop) {
        loop.set();
    }

    /// Cancels a timer, its share of the heap's compaction included.
    ///
    /// @param loop the loop and the timers
    @Benchmark
    public void timerCancel(SetTimers loop) {
        loop.cancel();
    }

    /// A loop that runs on a thread of its own.
    @State(Scope.Thread)
    public static class RunningLoop {
        private final EventLoop loop = new EventLoop();
        private @Nullable Thread thread;

        /// Starts it.
        @Setup
        public void start() {
            thread = Thread.ofPlatform().name("loop").start(loop::runForever);
        }

        /// Stops and closes it.
        ///
        /// @throws InterruptedException if interrupted
        @TearDown
        public void stop() throws InterruptedException {
            loop.callSoonThreadsafe(loop::stop);
            if (thread != null) {
                thread.join();
            }
            loop.close();
        }
    }

    /// Hands a callback to a loop on another thread, up to its having run.
    ///
    /// @param other the loop
    /// @throws InterruptedException if interrupted
    @Benchmark
    public void crossThreadSubmit(RunningLoop other) throws InterruptedException {
        for (int i = 1; i < BATCH; i++) {
            other.loop.callSoonThreadsafe(LoopBenchmark::nothing);
        }
        var last = new CountDownLatch(1);
        other.loop.callSoonThreadsafe(last::countDown);
        last.await();
    }
}
