package rondo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.CancelledError;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;
import rondo.task.WaitFor;
import rondo.time.VirtualClock;

/// The sequence diagram *timeout and cancellation*, arrow by arrow, with both branches of its `alt`.
///
/// Timers of one deadline fire in the order in which they were set. Two probes at the deadline, one set before
/// the timeout and one by the task's first step, so show when the timeout's own timer was set, and what it did
/// at once.
final class TimeoutSequenceTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final List<String> trail = new ArrayList<>();

    private void note(String event) {
        trail.add(EventLoop.current().time() / 1_000_000 + " " + event);
    }

    /// Another task, which makes progress meanwhile.
    private void ticker() {
        while (true) {
            Sleep.sleep(Duration.ofMillis(600));
            note("Other: progress");
        }
    }

    private void main(VoidBody work) {
        EventLoop loop = EventLoop.current();
        Task<?> other = Task.start(VoidBody.awaitable(this::ticker));
        note("Main->Loop: waitFor(slowTask, 2 s)");
        Task<?>[] slow = new Task<?>[1];
        slow[0] = Task.start(VoidBody.awaitable(() -> {
            note("Task: working");
            loop.callAt(
                    LIMIT.toNanos(),
                    () -> note("Loop->Task: cancel, requests " + slow[0].cancelling() + ", ended " + slow[0].done()));
            work.run();
        }));
        note("Loop->Task: start, " + slow[0].state());
        loop.callAt(LIMIT.toNanos(), () -> note("Timer->Loop: 2 s elapsed, requests " + slow[0].cancelling()));

        try {
            WaitFor.waitFor(slow[0], LIMIT);
            note("Main: not reached");
        } catch (TimeoutException e) {
            note("Loop->Main: TimeoutException, task " + slow[0].state());
        }
        note("Main: goes on, cancelling " + Task.current().cancelling());
        other.cancel();
    }

    private void workAtAnAwait() {
        try {
            Sleep.sleep(Duration.ofSeconds(10));
        } catch (CancelledError e) {
            note("Task: CancelledError at its await, " + e.cancelledBy());
            throw e;
        }
    }

    private List<String> run(VoidBody work) {
        var options = LoopOptions.defaults().withClock(new VirtualClock()).withWatchdog(false);
        try (var runner = new Runner(options)) {
            runner.run(() -> {
                Task.current().name("main");
                main(work);
            });
        }
        return trail;
    }

    @Test
    void taskWithTryFinallyCleansUpBeforeMainIsTold() {
        var events = run(() -> {
            try {
                workAtAnAwait();
            } finally {
                note("Task: finally, clean-up");
                Sleep.sleep(Duration.ofMillis(500));
                note("Task->Loop: clean-up complete");
            }
        });

        assertThat(events)
                .containsExactly(
                        "0 Main->Loop: waitFor(slowTask, 2 s)",
                        "0 Loop->Task: start, PENDING",
                        "0 Task: working",
                        "600 Other: progress",
                        "1200 Other: progress",
                        "1800 Other: progress",
                        "2000 Timer->Loop: 2 s elapsed, requests 0",
                        "2000 Loop->Task: cancel, requests 1, ended false",
                        "2000 Task: CancelledError at its await, a timeout in task 'main'",
                        "2000 Task: finally, clean-up",
                        "2400 Other: progress",
                        "2500 Task->Loop: clean-up complete",
                        "2500 Loop->Main: TimeoutException, task CANCELLED",
                        "2500 Main: goes on, cancelling 0");
    }

    @Test
    void taskWithoutCleanUpLetsTheCancellationPass() {
        var events = run(this::workAtAnAwait);

        assertThat(events)
                .containsExactly(
                        "0 Main->Loop: waitFor(slowTask, 2 s)",
                        "0 Loop->Task: start, PENDING",
                        "0 Task: working",
                        "600 Other: progress",
                        "1200 Other: progress",
                        "1800 Other: progress",
                        "2000 Timer->Loop: 2 s elapsed, requests 0",
                        "2000 Loop->Task: cancel, requests 1, ended false",
                        "2000 Task: CancelledError at its await, a timeout in task 'main'",
                        "2000 Loop->Main: TimeoutException, task CANCELLED",
                        "2000 Main: goes on, cancelling 0");
    }
}
