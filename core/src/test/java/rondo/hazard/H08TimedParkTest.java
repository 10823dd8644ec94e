package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import rondo.loop.Blocking;
import rondo.loop.BlockingCallException;
import rondo.loop.LoopOptions;
import rondo.task.Runner;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// H8: a timed park of the JDK's lasts real time, whatever the loop's clock says, and the JDK would start
/// threads of its own for the timers of a scheduler that it does not know.
@EnabledIfSystemProperty(
        named = "rondo.carrier",
        matches = "direct",
        disabledReason =
                "on the baton carrier coroutines are ordinary virtual threads, whose timers are the JDK's own affair")
@SuppressWarnings({"OperatorPrecedence", "WaitNotInLoop", "LockNotBeforeTry"}) // the hazard itself
final class H08TimedParkTest {
    @Test
    void timedParksOfEveryKindStartNoTimerThread() throws Exception {
        Fork.Ended ended = Fork.run(Deadline.LIMIT, Program.class, List.of());

        assertThat(ended.output()).contains("park sleep wait get tryLock").contains("timer threads: []");
        assertThat(ended.status()).isZero();
    }

    @Test
    void timedParkFailsItsTaskInASimulationAndIsNamedWithItsStack() throws InterruptedException {
        var options = LoopOptions.defaults().withClock(new VirtualClock()).withBlocking(Blocking.FAIL);

        Deadline.within(() -> {
            try (var runner = new Runner(options)) {
                runner.run(() -> {
                    Task<?> stray = Task.start(
                            runner.loop(), VoidBody.awaitable(H08TimedParkTest::stray), TaskOptions.named("stray"));
                    assertThatExceptionOfType(BlockingCallException.class)
                            .isThrownBy(stray::await)
                            .withMessageContaining("task 'stray'")
                            .satisfies(e -> assertThat(e.getStackTrace())
                                    .anySatisfy(frame ->
                                            assertThat(frame.getMethodName()).isEqualTo("sleep"))
                                    .anySatisfy(frame ->
                                            assertThat(frame.getMethodName()).isEqualTo("stray")));
                });
            }
        });
    }

    private static void stray() throws InterruptedException {
        Thread.sleep(60_000);
    }

    /// Parks in every timed way there is.
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            try (var runner = new Runner()) {
                runner.run(() -> {
                    park();
                    System.out.println("park sleep wait get tryLock");
                });
            }
            System.out.println("timer threads: " + timerThreads());
        }

        private static void park() throws Exception {
            LockSupport.parkNanos(5_000_000);
            Thread.sleep(20);
            var monitor = new Object();
            synchronized (monitor) {
                monitor.wait(15);
            }
            try {
                new CompletableFuture<String>().get(7, TimeUnit.MILLISECONDS);
                throw new AssertionError("it never completes");
            } catch (TimeoutException expected) {
                tryLock();
            }
        }

        private static void tryLock() throws InterruptedException {
            var lock = new ReentrantLock();
            Thread holder = Thread.ofPlatform().start(() -> {
                lock.lock();
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                lock.unlock();
            });
            Deadline.until(lock::isLocked, "the lock is held");
            if (lock.tryLock(5, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("it is held");
            }
            holder.join();
        }

        /// The JDK's own scheduler keeps one thread for the delays of all virtual threads; none may come on our
        /// account.
        private static List<String> timerThreads() {
            List<String> found = new ArrayList<>();
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                String name = thread.getName();
                if (name.contains("unparker") || name.contains("elay") && !name.startsWith("ForkJoinPool-1-")) {
                    found.add(name);
                }
            }
            return found;
        }
    }
}
