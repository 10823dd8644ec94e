package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.task.VirtualRun.millis;
import static rondo.task.VirtualRun.options;
import static rondo.task.VirtualRun.start;
import static rondo.task.VirtualRun.tick;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;

/// What a `finally` block can still do in a task whose loop is closed under it: all but wait. A runner cancels its
/// tasks before that, while the loop runs; these are the tasks of a loop that is closed by hand, and those that
/// come too late.
final class UnwindingTest {
    private final List<String> trail = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();

    /// Closes a loop under a task that sleeps, and runs a body in that task's `finally` block.
    private void unwindThrough(VoidBody cleanUp) {
        var loop = new EventLoop(options());
        loop.exceptionHandler((_, report) -> reports.add(report.message()));
        start(loop, VoidBody.awaitable(() -> {
            try {
                Sleep.sleep(millis(1000));
            } finally {
                cleanUp.run();
                trail.add("went on");
            }
        }));
        tick(loop);
        loop.close();
    }

    private void assertUnwoundAtTheAwait() {
        assertThat(reports).containsExactly("task was destroyed but it is pending");
        assertThat(trail).doesNotContain("went on");
    }

    @Test
    void sleepEndsIt() {
        unwindThrough(() -> Sleep.sleep(millis(10)));

        assertUnwoundAtTheAwait();
    }

    @Test
    void bodyUnderADeadlineRunsUpToItsFirstAwait() {
        unwindThrough(() -> Timeout.timeout(millis(10), () -> {
            trail.add("body");
            VirtualRun.yieldOnce();
            trail.add("went on");
        }));

        assertUnwoundAtTheAwait();
        assertThat(trail).containsExactly("body");
    }

    @Test
    void bodyWithoutAnAwaitEndsUnderAnyDeadline() {
        unwindThrough(() -> {
            for (long delay : new long[] {0, 10}) {
                Timeout.timeout(millis(delay), () -> trail.add("body"));
            }
        });

        assertThat(trail).containsExactly("body", "body", "went on");
    }

    @Test
    void waitingForAFutureUnderADeadlineEndsIt() {
        unwindThrough(() -> WaitFor.waitFor(new Future<Integer>(), millis(10)));

        assertUnwoundAtTheAwait();
    }

    @Test
    void whatOthersWaitForMayBeCompleted() {
        unwindThrough(() -> {
            var future = new Future<Integer>();
            future.addDependent(new Dependent() {
                @Override
                protected void completed(Future<?> any) {
                    trail.add("told");
                }

                @Override
                protected @Nullable Future<?> awaiter() {
                    return null;
                }
            });
            future.setResult(1);
        });

        assertThat(trail).containsExactly("went on");
    }

    @Test
    void newTasksAndCallbacksAreRefused() {
        unwindThrough(() -> {
            for (Runnable call : List.<Runnable>of(
                    () -> Task.start(() -> trail.add("ran")),
                    () -> EventLoop.current().callSoon(() -> trail.add("ran")))) {
                try {
                    call.run();
                } catch (LoopClosedException e) {
                    trail.add("refused");
                }
            }
        });

        assertThat(trail).containsExactly("refused", "refused", "went on");
    }
}
