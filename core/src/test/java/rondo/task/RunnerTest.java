package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.task.VirtualRun.millis;
import static rondo.task.VirtualRun.options;
import static rondo.task.VirtualRun.yieldOnce;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;

/// What does a runner do before, during and after its main tasks?
final class RunnerTest {
    @Test
    void runGivesWhatTheMainTaskReturns() {
        int value = VirtualRun.run(() -> {
            yieldOnce();
            return 42;
        });

        assertThat(value).isEqualTo(42);
    }

    @Test
    void runThrowsWhatTheMainTaskThrows() {
        var error = new IOException("spam");

        assertThatThrownBy(() -> VirtualRun.run(() -> {
                    yieldOnce();
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void runTakesAnyAwaitable() {
        try (var runner = new Runner(options())) {
            var future = new Future<String>(runner.loop());
            runner.loop().callSoon(() -> future.setResult("done"));

            assertThat(runner.<String>run(future)).isEqualTo("done");
        }
    }

    @Test
    void loopHasTheDebugModeAskedFor() {
        for (boolean debug : new boolean[] {true, false}) {
            try (var runner = new Runner(options().withDebug(debug))) {
                assertThat(runner.loop().debug()).isEqualTo(debug);
                assertThat(runner.<Boolean>run(() -> EventLoop.current().debug()))
                        .isEqualTo(debug);
            }
        }
    }

    @Test
    void loopIsMadeOnceByTheGivenOptions() {
        var options = options().withName("by hand");
        try (var runner = new Runner(options)) {
            var loop = runner.loop();

            assertThat(loop.options()).isSameAs(options);
            assertThat(runner.<EventLoop>run(EventLoop::current)).isSameAs(loop);
            assertThat(runner.<EventLoop>run(EventLoop::current)).isSameAs(loop);
        }
    }

    @Test
    void insideARunningLoopIsRefused() {
        VirtualRun.run(() -> assertThatThrownBy(() -> VirtualRun.run(() -> 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this thread runs"));
    }

    @Test
    void insideItsOwnRunIsRefused() {
        List<String> ran = new ArrayList<>();
        try (var runner = new Runner(options())) {
            runner.run(() -> assertThatThrownBy(() -> runner.run(() -> ran.add("inner")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("this thread runs"));
        }

        assertThat(ran).isEmpty();
    }

    @Test
    void closeCancelsWhatIsLeft() {
        List<Task<Integer>> left = new ArrayList<>();
        int value = VirtualRun.run(() -> {
            left.add(Task.start(() -> Sleep.sleep(millis(100), 1)));
            return 123;
        });

        assertThat(value).isEqualTo(123);
        assertThat(left.getFirst().cancelled()).isTrue();
    }

    @Test
    void closeReportsWhatFailsWhenItIsCancelled() {
        List<ErrorReport> reports = new ArrayList<>();
        var task = VirtualRun.run(() -> {
            EventLoop.current().exceptionHandler((loop, report) -> reports.add(report));
            Task<Integer> leftover = Task.start(() -> {
                try {
                    return Sleep.sleep(millis(100), 1);
                } catch (CancelledError e) {
                    throw new ArithmeticException("1/0");
                }
            });
            yieldOnce();
            return leftover;
        });

        assertThat(task.done()).isTrue();
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).contains("shutdown");
            assertThat(report.exception()).isInstanceOf(ArithmeticException.class);
            assertThat(report.details()).containsEntry("task", task);
        });
    }

    @Test
    void closeTurnsTheLoopFourTimesMoreForWhatIsQueued() {
        List<Integer> ran = new ArrayList<>();
        VirtualRun.run(() -> countOn(EventLoop.current(), ran));

        assertThat(ran).containsExactly(1, 2, 3, 4, 5); // the first in the run's own last tick
    }

    @Test
    void closeTurnsTheLoopForWhatIsQueuedAlsoAfterTasksThatWereLeft() {
        List<Integer> ran = new ArrayList<>();
        VirtualRun.run(() -> {
            Task.start(() -> Sleep.sleep(millis(100), 1));
            yieldOnce();
            countOn(EventLoop.current(), ran);
        });

        assertThat(ran).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void closeRunsTimersThatAreDueAndDropsTheOthers() {
        List<String> ran = new ArrayList<>();
        VirtualRun.run(() -> {
            var loop = EventLoop.current();
            loop.callLater(millis(0), () -> loop.callLater(millis(0), () -> ran.add("due")));
            loop.callLater(millis(1), () -> ran.add("later"));
        });

        assertThat(ran).containsExactly("due");
    }

    /// Counts from tick to tick, for as long as the loop turns.
    private static void countOn(EventLoop loop, List<Integer> ran) {
        loop.callSoon(() -> {
            ran.add(ran.size() + 1);
            countOn(loop, ran);
        });
    }

    @Test
    void closeRunsTheFinallyBlocksOfWhatIsLeft() {
        List<String> order = new ArrayList<>();
        assertThatThrownBy(() -> VirtualRun.run(() -> {
                    Task.start(() -> {
                        try {
                            return Sleep.sleep(millis(100), 1);
                        } finally {
                            yieldOnce();
                            order.add("cleaned up");
                        }
                    });
                    yieldOnce();
                    throw new IOException("exit");
                }))
                .isInstanceOf(IOException.class);

        assertThat(order).containsExactly("cleaned up");
    }

    @Test
    void finallyBlocksOfWhatIsLeftMayUseDeadlinesAndTasks() {
        List<String> order = new ArrayList<>();
        VirtualRun.run(() -> {
            Task.start(() -> {
                try {
                    return Sleep.sleep(millis(100), 1);
                } finally {
                    assertThatThrownBy(() -> Timeout.timeout(millis(5), () -> Sleep.sleep(millis(10))))
                            .isInstanceOf(TimeoutException.class);
                    Task<String> late = Task.start(() -> Sleep.sleep(millis(10), "of a late task"));
                    order.add(WaitFor.waitFor(late, millis(20)));
                    EventLoop.current().callSoon(() -> order.add("callback"));
                    yieldOnce();
                }
            });
            yieldOnce();
        });

        assertThat(order).containsExactly("of a late task", "callback");
    }

    @Test
    void loopIsClosedAndGoneAfterClose() {
        EventLoop loop;
        Runner closed;
        try (var runner = new Runner(options())) {
            closed = runner;
            assertThat(runner.<String>run(() -> "done")).isEqualTo("done");
            loop = runner.loop();
        }

        assertThat(loop.closed()).isTrue();
        assertThatThrownBy(closed::loop)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void closeWithoutARunClosesTheLoop() {
        var runner = new Runner(options());
        var loop = runner.loop();

        runner.close();

        assertThat(loop.closed()).isTrue();
        assertThatThrownBy(runner::loop).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void secondCloseDoesNothing() {
        var runner = new Runner(options());
        var loop = runner.loop();

        runner.close();
        runner.close();

        assertThat(loop.closed()).isTrue();
    }

    @Test
    void closeInARunIsRefusedAndLeavesTheRunnerUsable() {
        try (var runner = new Runner(VirtualRun.options())) {
            runner.run(() -> {
                assertThatThrownBy(runner::close)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("close the runner after its run");
            });

            assertThat(runner.<Integer>run(() -> 5)).isEqualTo(5);
        }
    }

    @Test
    void runAfterCloseIsRefused() {
        List<Integer> ran = new ArrayList<>();
        var runner = new Runner(options());
        try (runner) {
            runner.run(() -> ran.add(1));
        }

        assertThatThrownBy(() -> runner.run(() -> ran.add(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(ran).containsExactly(1);
    }

    @Test
    void runUntilCompleteWithinARunMakesNoTask() {
        try (var runner = new Runner(options())) {
            runner.run(() -> {
                assertThatThrownBy(() -> Runner.runUntilComplete(runner.loop(), () -> 1))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("this thread runs");
                assertThat(Task.all(runner.loop())).containsExactly(Task.current());
            });
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without such checks may pass
    void factoryThatMakesNoLoopIsNamed() {
        Supplier<EventLoop> factory = () -> null;
        try (var runner = new Runner(factory)) {
            assertThatNullPointerException()
                    .isThrownBy(runner::loop)
                    .withMessageContaining("the loop factory gave null");
        }
    }

    @Test
    void factoryThatFailedIsAskedAgain() {
        var loops = new ArrayDeque<EventLoop>();
        try (var runner = new Runner(loops::remove)) {
            assertThatThrownBy(() -> runner.run(() -> 1)).isInstanceOf(NoSuchElementException.class);
            loops.add(new EventLoop(options()));

            assertThat(runner.<Integer>run(() -> 1)).isEqualTo(1);
        }
    }

    @Test
    void contextLastsFromOneRunToTheNext() {
        var variable = ContextVar.of("variable", -1);
        try (var runner = new Runner(options())) {
            for (int i = 1; i <= 2; i++) {
                int value = i;
                int old = runner.run(() -> {
                    int before = variable.get();
                    yieldOnce();
                    variable.set(value);
                    return before;
                });
                assertThat(old).isEqualTo(i == 1 ? -1 : i - 1);
            }

            assertThat(runner.<Integer>run(variable::get)).isEqualTo(2);
        }
    }

    @Test
    void stoppedLoopIsAnErrorAndTheTaskCanBeRunOn() {
        try (var runner = new Runner(options())) {
            var loop = runner.loop();
            List<Integer> seen = new ArrayList<>();
            Task<Integer> task = VirtualRun.start(loop, () -> {
                for (int i = 1; i < 10; i++) {
                    Sleep.sleep(millis(100));
                    seen.add(i);
                    if (i == 2) {
                        loop.stop();
                    }
                }
                return 1;
            });

            assertThatThrownBy(() -> Runner.runUntilComplete(loop, task))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("stopped");

            assertThat(task.done()).isFalse();
            assertThat(seen).containsExactly(1, 2);
            assertThat(loop.time()).isEqualTo(millis(200).toNanos());
            task.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Runner.runUntilComplete(loop, task));
        }
    }

    private static final class Unprintable {
        private static int printed;

        @Override
        public String toString() {
            printed++;
            return "printed";
        }
    }

    @Test
    void resultIsNotPrinted() {
        var result = VirtualRun.run(Unprintable::new);

        assertThat(result).isNotNull();
        assertThat(Unprintable.printed).isZero();
    }

    @Test
    void runsOnAThreadThatCannotHandleSignals() throws Exception {
        var job = new FutureTask<>(() -> VirtualRun.run(() -> "done"));

        Thread.ofPlatform().start(job);

        assertThat(job.get()).isEqualTo("done");
    }
}
