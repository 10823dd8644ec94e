package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.group.Gather;
import rondo.group.TaskGroup;
import rondo.group.Wait;
import rondo.group.When;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.time.VirtualClock;

/// What an instrument is told of tasks.
final class TaskInstrumentTest {
    private final List<String> trail = new ArrayList<>();

    private final TaskInstrument noting = new TaskInstrument() {
        @Override
        public void created(Task<?> task) {
            trail.add(task.name() + " created");
        }

        @Override
        public void scheduled(Task<?> task) {
            trail.add(task.name() + " scheduled");
        }

        @Override
        public void stepBegins(Task<?> task) {
            trail.add(task.name() + " begins, " + task.state());
        }

        @Override
        public void stepEnds(Task<?> task) {
            Future<?> on = task.awaiting();
            trail.add(task.name() + " stops, " + task.state() + (on == null ? "" : " on " + on));
        }

        @Override
        public void cancelRequested(Task<?> task, Object by, @Nullable String message) {
            trail.add(task.name() + " is cancelled by " + by + ": " + message);
        }

        @Override
        public void ended(Task<?> task) {
            trail.add(task.name() + " ended, " + task.state());
        }

        @Override
        public void scopeBegins(Scope scope) {
            trail.add(scope + " of " + scope.members().size());
        }

        @Override
        public void scopeEnds(Scope scope) {
            trail.add(scope + " ended with " + scope.error());
        }
    };

    private List<String> run(VoidBody body) {
        try (var runner =
                new Runner(LoopOptions.defaults().withClock(new VirtualClock()).withWatchdog(false))) {
            runner.run(() -> {
                Task.current().name("main");
                EventLoop.current().addInstrument(noting);
                body.run();
                EventLoop.current().removeInstrument(noting);
            });
        }
        return trail;
    }

    private static Task<?> task(String name, VoidBody body, boolean eager) {
        return Task.start(
                EventLoop.current(),
                VoidBody.awaitable(body),
                TaskOptions.named(name).withEager(eager));
    }

    @Test
    void lifeOfATaskIsToldStepByStep() {
        var told = run(() ->
                task("child", () -> Sleep.sleep(Duration.ofMillis(1)), false).await());

        assertThat(told)
                .containsExactly(
                        "child created",
                        "child scheduled",
                        "main stops, AWAITING on Task[child, pending]",
                        "child begins, PENDING",
                        "child stops, AWAITING on a sleep",
                        "child scheduled",
                        "child begins, PENDING",
                        "main scheduled",
                        "child ended, DONE",
                        "child stops, DONE",
                        "main begins, PENDING");
    }

    @Test
    void taskThatGivesWayIsToldByTheEndOfItsStepAlone() {
        var told = run(() -> Sleep.sleep(Duration.ZERO));

        assertThat(told).containsExactly("main stops, PENDING", "main begins, PENDING");
    }

    @Test
    void eagerTaskRunsItsFirstStepInsideItsCreators() {
        var told = run(() -> task("child", () -> {}, true));

        assertThat(told)
                .containsExactly("child created", "child begins, PENDING", "child ended, DONE", "child stops, DONE");
    }

    @Test
    void cancellationIsToldWithWhoAskedAndAtEachTaskThatItPasses() {
        var told = run(() -> {
            Task<?> inner = task("inner", () -> Sleep.sleep(Duration.ofDays(1)), false);
            Task<?> outer = task("outer", inner::await, false);
            Sleep.sleep(Duration.ofMillis(1));
            trail.clear();
            outer.cancel("enough");
            Wait.waitUntil(When.ALL_COMPLETED, outer);
        });

        assertThat(told)
                .containsSubsequence(
                        "outer is cancelled by task 'main': enough",
                        "inner is cancelled by task 'main': enough",
                        "inner ended, CANCELLED",
                        "outer ended, CANCELLED");
    }

    @Test
    void cancellerIsToldAsTheVeryObject() {
        var cancellers = new ArrayList<Object>();
        var timeouts = new ArrayList<Object>();
        TaskInstrument listening = new TaskInstrument() {
            @Override
            public void cancelRequested(Task<?> task, Object by, @Nullable String message) {
                cancellers.add(by);
            }
        };

        run(() -> {
            EventLoop.current().addInstrument(listening);
            try {
                Timeout.scope(Duration.ofMillis(1), timeout -> {
                    timeouts.add(timeout);
                    return Sleep.sleep(Duration.ofDays(1), "");
                });
            } catch (TimeoutException e) {
                task("victim", () -> {}, false).cancel(null, trail);
            }
        });

        assertThat(cancellers).hasSize(2);
        assertThat(cancellers.getFirst())
                .isInstanceOfSatisfying(
                        Timeout.Expiry.class,
                        expiry -> assertThat(expiry.timeout()).isSameAs(timeouts.getFirst()))
                .hasToString("a timeout in task 'main'");
        assertThat(cancellers.getLast()).isSameAs(trail);
    }

    @Test
    void taskThatIsCancelledBeforeItBeganEndsWithoutAStep() {
        var told = run(() -> {
            Task<?> never = task("never", () -> {}, false);
            never.cancel();
            Sleep.sleep(Duration.ZERO);
        });

        assertThat(told).contains("never ended, CANCELLED").doesNotContain("never begins, PENDING");
    }

    @Test
    void callsOfCombinatorsAreToldWithTheirMembersAndOutcome() {
        var told = run(() -> {
            Gather.gather(() -> {}, () -> {});
            Wait.waitUntil(When.FIRST_COMPLETED, task("waited for", () -> {}, false));
            TaskGroup.run(group -> group.createTask(() -> {}));
            try {
                Timeout.timeout(Duration.ofMillis(1), () -> Sleep.sleep(Duration.ofDays(1)));
            } catch (TimeoutException e) {
                trail.add("timed out");
            }
        });

        assertThat(told)
                .containsSubsequence(
                        "gather in task 'main' of 2",
                        "gather in task 'main' ended with null",
                        "wait in task 'main' of 1",
                        "wait in task 'main' ended with null",
                        "TaskGroup in task 'main' of 0",
                        "TaskGroup in task 'main' ended with null",
                        "timeout in task 'main' of 0",
                        "main is cancelled by a timeout in task 'main': null",
                        "timeout in task 'main' ended with java.util.concurrent.TimeoutException: the deadline passed",
                        "timed out");
    }
}
