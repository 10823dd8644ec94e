package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.task.VirtualRun.start;
import static rondo.task.VirtualRun.tick;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;

/// What does a loop remember of its futures and tasks?
final class DebugModeTest {
    private static List<String> creators(Future<?> future) {
        var created = future.creation();
        if (created == null) {
            throw new AssertionError("debug mode keeps where " + future + " was created");
        }
        List<String> methods = new ArrayList<>();
        for (var frame : created.getStackTrace()) {
            methods.add(frame.getMethodName());
        }
        return methods;
    }

    @Test
    void futureRemembersWhereItWasCreated() {
        try (var runner = new Runner(VirtualRun.options().withDebug(true))) {
            var future = new Future<Integer>(runner.loop());

            assertThat(creators(future)).contains("futureRemembersWhereItWasCreated");
        }
    }

    @Test
    void taskRemembersWhereItWasCreated() {
        try (var runner = new Runner(VirtualRun.options().withDebug(true))) {
            var task = start(runner.loop(), () -> 1);

            assertThat(creators(task)).contains("taskRemembersWhereItWasCreated");
        }
    }

    @Test
    void futureRemembersNothingWithoutIt() {
        try (var runner = new Runner(VirtualRun.options().withDebug(false))) {
            assertThat(new Future<Integer>(runner.loop()).creation()).isNull();
        }
    }

    @Test
    void pendingTaskIsReportedWhenItsLoopIsClosed() {
        List<ErrorReport> reports = new ArrayList<>();
        var loop = new EventLoop(VirtualRun.options().withDebug(true));
        loop.exceptionHandler((any, report) -> reports.add(report));
        Task<Integer> task = start(loop, () -> new Future<Integer>(loop).await());
        tick(loop);
        System.gc();
        tick(loop);
        assertThat(Task.all(loop)).as("the loop holds it").containsExactly(task);

        loop.close();

        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("task was destroyed but it is pending");
            assertThat(report.details()).containsEntry("task", task);
            assertThat(report.exception()).as("where it was created").isSameAs(task.creation());
        });
        assertThat(Task.all(loop)).isEmpty();
    }

    @Test
    void stackOfATaskStartsWhereItIsSuspended() {
        VirtualRun.run(() -> {
            var future = new Future<Integer>();
            Task<Integer> task = Task.start(() -> suspended(future));
            VirtualRun.yieldOnce();

            assertThat(task.stack())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("suspended");

            future.setResult(1);
            task.await();
            assertThat(task.stack()).isEmpty();
        });
    }

    private static int suspended(Future<Integer> future) {
        return future.await();
    }
}
