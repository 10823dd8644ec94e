package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.loop.Blocking;
import rondo.loop.BlockingCallException;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.CancelledError;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;

/// H13: the interrupt flag belongs to a thread, and threads are lent: a task's to the next task, the loop's to
/// every task. An interrupt must reach the one that it was meant for, and nobody else.
final class H13InterruptTest {
    private final List<String> trail = new ArrayList<>();

    @Test
    void flagThatATaskSetsBeforeAnAwaitIsStillSetAfterIt() throws InterruptedException {
        run(LoopOptions.defaults(), () -> {
            Task<?> task = Task.start(VoidBody.awaitable(() -> {
                Thread.currentThread().interrupt();
                long start = System.nanoTime();
                Sleep.sleep(Duration.ofMillis(30));
                Sleep.sleep(Duration.ZERO);
                trail.add(Thread.interrupted() + " after "
                        + (System.nanoTime() - start >= 30_000_000 ? "a sleep" : "no sleep"));
            }));
            Sleep.sleep(Duration.ofMillis(60));
            task.await();
        });

        assertThat(trail).containsExactly("true after a sleep");
    }

    @Test
    void flagThatATaskLeavesSetIsNotSeenByWhatRunsNext() throws InterruptedException {
        run(LoopOptions.defaults(), () -> {
            EventLoop loop = EventLoop.current();
            for (int i = 0; i < 3; i++) {
                Task.start(VoidBody.awaitable(() -> Thread.currentThread().interrupt()));
                Task.start(VoidBody.awaitable(this::noteFlag));
                loop.callSoon(() -> Thread.currentThread().interrupt());
                loop.callSoon(this::noteFlag);
            }
            Sleep.sleep(Duration.ofMillis(20));
            noteFlag();
        });

        assertThat(trail).hasSize(7).containsOnly("false");
    }

    @Test
    void whatATaskLeavesOnItsThreadIsNotSeenByWhatRunsNext() throws InterruptedException {
        var local = new ThreadLocal<String>();

        run(LoopOptions.defaults(), () -> {
            Task.start(VoidBody.awaitable(() -> {
                local.set("left");
                Thread.currentThread().setName("left");
                Thread.currentThread().setContextClassLoader(null);
            }));
            EventLoop.current()
                    .callSoon(() -> trail.add(
                            local.get() + ", " + Thread.currentThread().getName() + ", "
                                    + (Thread.currentThread().getContextClassLoader() != null)));
            Sleep.sleep(Duration.ofMillis(1));
        });

        assertThat(trail).containsExactly("null, , true");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "rondo.carrier",
            matches = "direct",
            disabledReason = "on the baton carrier nobody runs who could cancel a task that blocks its thread")
    void cancelOfABlockingCallInterruptsThatCallAlone() throws InterruptedException {
        run(LoopOptions.defaults().withBlocking(Blocking.YIELD), () -> {
            for (int i = 0; i < 10; i++) {
                Task<?> blocked = Task.start(VoidBody.awaitable(() -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        trail.add("interrupted");
                    }
                }));
                Sleep.sleep(Duration.ofMillis(1));
                blocked.cancel();
                Task<?> next = Task.start(VoidBody.awaitable(this::noteFlag));
                Sleep.sleep(Duration.ofMillis(1));
                next.await();
                assertThatExceptionOfType(CancelledError.class).isThrownBy(blocked::await);
                noteFlag();
            }
        });

        assertThat(trail).hasSize(30).containsOnly("interrupted", "false");
        assertThat(trail).filteredOn("interrupted"::equals).hasSize(10);
    }

    @Test
    @EnabledIfSystemProperty(
            named = "rondo.carrier",
            matches = "direct",
            disabledReason = "on the baton carrier nobody runs who could cancel a task that blocks its thread")
    void flagThatACancelSetIsGoneAfterTheNextAwait() throws InterruptedException {
        run(LoopOptions.defaults().withBlocking(Blocking.YIELD), () -> {
            Task<?> blocked = Task.start(VoidBody.awaitable(() -> {
                LockSupport.park(this); // which leaves the flag set
                try {
                    Sleep.sleep(Duration.ofHours(1));
                } finally {
                    noteFlag();
                }
            }));
            Sleep.sleep(Duration.ofMillis(1));
            blocked.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(blocked::await);
        });

        assertThat(trail).containsExactly("false");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "rondo.carrier",
            matches = "direct",
            disabledReason = "the baton carrier cannot fail a blocking call")
    void forbiddenBlockingCallOfACallbackIsNotLaidAtTheNextTasksDoor() throws InterruptedException {
        run(LoopOptions.defaults().withBlocking(Blocking.FAIL), () -> {
            EventLoop loop = EventLoop.current();
            loop.exceptionHandler((any, report) -> trail.add("reported " + report.exception()));
            loop.callSoon(() -> {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    trail.add("interrupted");
                }
            });
            Task<?> next = Task.start(VoidBody.awaitable(() -> {
                noteFlag();
                Sleep.sleep(Duration.ofMillis(1));
            }));
            next.await();
            Sleep.sleep(Duration.ofMillis(1));
        });

        assertThat(trail).hasSize(3).contains("interrupted", "false");
        assertThat(trail).anySatisfy(entry -> assertThat(entry).contains(BlockingCallException.class.getName()));
    }

    @Test
    void interruptOfTheThreadThatRunsTheLoopCancelsTheMainTask() throws InterruptedException {
        Thread[] runs = new Thread[1];

        Deadline.within(() -> {
            runs[0] = Thread.currentThread();
            try (var runner = new Runner()) {
                assertThatExceptionOfType(CancelledError.class)
                        .isThrownBy(() -> runner.run(() -> {
                            Thread.ofPlatform().start(() -> interruptWhenParked(runs[0]));
                            Sleep.sleep(Duration.ofHours(1));
                        }));
            }
        });
    }

    /// Within a step the JDK clears the flag of the thread that carries it.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruptWithinAStepCancelsTheMainTaskOnce(boolean polling) throws InterruptedException {
        Deadline.within(() -> {
            Thread loopThread = Thread.currentThread();
            try (var runner = new Runner();
                    var pipe = new OpenPipe()) {
                for (int i = 0; i < 50; i++) {
                    assertThatExceptionOfType(CancelledError.class)
                            .isThrownBy(() -> runner.run(() -> {
                                if (polling) {
                                    EventLoop.current().onReadable(pipe.channel(), () -> {});
                                }
                                interruptFromOutside(loopThread);
                                try {
                                    while (true) {
                                        Sleep.sleep(Duration.ZERO);
                                    }
                                } finally {
                                    Sleep.sleep(Duration.ofMillis(1));
                                    trail.add("cleaned up");
                                }
                            }));
                }
                assertThat(loopThread.isInterrupted()).isFalse();
            }
        });

        assertThat(trail).hasSize(50);
    }

    private static void interruptFromOutside(Thread target) throws InterruptedException {
        Thread other = Thread.ofPlatform().start(target::interrupt);
        while (other.isAlive()) { // a join would end the step
            Thread.onSpinWait();
        }
    }

    private record OpenPipe(Pipe pipe) implements AutoCloseable {
        OpenPipe() throws IOException {
            this(Pipe.open());
            pipe.source().configureBlocking(false);
        }

        Pipe.SourceChannel channel() {
            return pipe.source();
        }

        @Override
        public void close() throws IOException {
            pipe.source().close();
            pipe.sink().close();
        }
    }

    private static void interruptWhenParked(Thread loopThread) {
        while (Stream.of(loopThread.getStackTrace()).noneMatch(frame -> "park".equals(frame.getMethodName()))) {
            Thread.onSpinWait();
        }
        loopThread.interrupt();
    }

    private static void run(LoopOptions options, VoidBody body) throws InterruptedException {
        Deadline.within(() -> {
            try (var runner = new Runner(options.withOnBlocked(call -> {}))) {
                runner.run(body);
            }
        });
    }

    private void noteFlag() {
        trail.add(String.valueOf(Thread.currentThread().isInterrupted()));
    }
}
