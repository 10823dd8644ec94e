package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// What an order that is given to the loop can change, and what it cannot.
@Timeout(20)
final class ReadyOrderTest {
    private final List<String> log = new ArrayList<>();

    private static LoopOptions options(ReadyOrder order) {
        return LoopOptions.defaults().withClock(new VirtualClock()).withOrder(order);
    }

    /// Three tasks that take two steps each.
    private void runThree(ReadyOrder order) {
        try (var runner = new Runner(options(order))) {
            runner.run(() -> {
                List<Task<?>> all = List.of(start("a"), start("b"), start("c"));
                for (Task<?> each : all) {
                    each.await();
                }
            });
        }
    }

    private Task<?> start(String name) {
        return Task.start(EventLoop.current(), VoidBody.awaitable(() -> twoSteps(name)), TaskOptions.named(name));
    }

    private void twoSteps(String name) {
        log.add(name + 1);
        Sleep.sleep(Duration.ZERO);
        log.add(name + 2);
    }

    @Test
    void orderDecidesWithinTheSnapshotOfATick() {
        runThree(left -> {
            Collections.reverse(left);
            return left.size();
        });

        assertThat(log).containsExactly("c1", "b1", "a1", "a2", "b2", "c2");
    }

    @Test
    void orderThatLetsOneGoAtATimeIsAskedAgainForTheRestOfTheSnapshot() {
        var asked = new ArrayList<Integer>();
        runThree(left -> {
            asked.add(left.size());
            return Math.min(1, left.size());
        });

        assertThat(log).containsExactly("a1", "b1", "c1", "a2", "b2", "c2");
        assertThat(asked).containsSubsequence(3, 2, 1, 3, 2, 1);
    }

    @Test
    void whatIsHeldBackWaitsForTheNextTick() {
        var again = new boolean[1];
        runThree(left -> {
            again[0] = !again[0];
            left.sort((one, other) -> name(one).compareTo(name(other)));
            return again[0] ? Math.min(1, left.size()) : 0;
        });

        assertThat(log).containsExactly("a1", "a2", "b1", "b2", "c1", "c2");
    }

    private static String name(Ready item) {
        return item.subject() instanceof Task<?> task ? task.name() : "";
    }

    @Test
    void stopEndsTheRunOnlyBehindTheWholeSnapshot() {
        try (var loop = new EventLoop(options(left -> Math.min(1, left.size())))) {
            loop.callSoon(() -> log.add("a"));
            loop.callSoon(loop::stop);
            loop.callSoon(() -> log.add("b"));

            loop.runForever();
        }

        assertThat(log).containsExactly("a", "b");
    }

    @Test
    void whatAFutureQueuedByEndingHasItForItsCause() {
        var causes = new ArrayList<Object>();
        try (var runner = new Runner(options(left -> {
            for (Ready item : left) {
                if (item.cause() != null) {
                    causes.add(item.cause());
                }
            }
            return left.size();
        }))) {
            var future = new Future<Integer>(runner.loop());
            future.addDoneCallback(any -> log.add("callback"));
            runner.run(() -> {
                Task<?> waiting = Task.start(future);
                Sleep.sleep(Duration.ZERO);
                future.setResult(1);
                waiting.await();
            });

            assertThat(causes).startsWith(future, future).hasSizeGreaterThan(3);
        }
        assertThat(log).containsExactly("callback");
    }

    @Test
    void orderThatLosesSomethingIsRefused() {
        try (var loop = new EventLoop(options(left -> {
            left.clear();
            return 0;
        }))) {
            loop.callSoon(() -> log.add("lost"));

            assertThatIllegalStateException()
                    .isThrownBy(loop::runForever)
                    .withMessageContaining("it may only change the order");
        }
    }

    @Test
    void orderMayEndTheRun() {
        try (var loop = new EventLoop(options(left -> {
            EventLoop.current().fatal(new AssertionError("enough"));
            return 0;
        }))) {
            loop.callSoon(() -> log.add("a"));

            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(loop::runForever)
                    .withMessage("enough");
        }
    }
}
