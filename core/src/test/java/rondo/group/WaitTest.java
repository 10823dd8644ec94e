package rondo.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.group.InVirtualTime.after;
import static rondo.group.InVirtualTime.failsAfter;
import static rondo.group.InVirtualTime.nowMillis;
import static rondo.group.InVirtualTime.sleepMillis;
import static rondo.group.InVirtualTime.task;
import static rondo.group.InVirtualTime.turn;
import static rondo.group.InVirtualTime.turns;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Task;

/// When does `waitUntil` go on, and what does it give and leave behind?
final class WaitTest {
    private final Trail trail = new Trail();

    @Test
    void waitsForAllAndThenOnceMoreInNoTime() {
        InVirtualTime.run(() -> {
            var a = task(() -> sleepMillis(100));
            var b = task(() -> sleepMillis(150));

            var first = Wait.waitUntil(When.ALL_COMPLETED, b, a);
            var second = Wait.waitUntil(When.ALL_COMPLETED, b, a);

            assertThat(first.done()).containsExactly(b, a);
            assertThat(first.pending()).isEmpty();
            assertThat(second).isEqualTo(first);
            assertThat(nowMillis()).isEqualTo(150);
        });
    }

    @Test
    void countsARepeatedFutureOnce() {
        InVirtualTime.run(() -> {
            var c = Task.start(after(1, "test"));
            var d = Task.start(after(1, "spam"));

            var result = Wait.waitUntil(When.ALL_COMPLETED, c, c, d);

            assertThat(result.done()).containsExactly(c, d);
            assertThat(result.pending()).isEmpty();
        });
    }

    @Test
    void refusesAnEmptySet() {
        InVirtualTime.run(() -> assertThatThrownBy(() -> Wait.waitUntil(When.ALL_COMPLETED, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one"));
    }

    @Test
    void refusesAFutureOfAnotherLoop() {
        try (var other = new EventLoop(LoopOptions.defaults().withName("other"))) {
            var foreign = new Future<String>(other);

            InVirtualTime.run(() -> assertThatThrownBy(() -> Wait.waitUntil(When.ALL_COMPLETED, foreign))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("other"));
        }
    }

    @Test
    void goesOnWithTheFirstThatIsDone() {
        InVirtualTime.run(() -> {
            var a = task(() -> sleepMillis(10_000));
            var b = task(() -> sleepMillis(100));

            var result = Wait.waitUntil(When.FIRST_COMPLETED, b, a);

            assertThat(result.done()).isEqualTo(java.util.Set.of(b));
            assertThat(result.pending()).isEqualTo(java.util.Set.of(a));
            assertThat(a.done()).isFalse();
            assertThat(nowMillis()).isEqualTo(100);
        });
    }

    @Test
    void givesAllThatAreDoneWhenItGoesOn() {
        InVirtualTime.run(() -> {
            var a = task(() -> turn());
            var b = task(() -> turns(2));

            var result = Wait.waitUntil(When.FIRST_COMPLETED, b, a);

            assertThat(result.done()).isEqualTo(java.util.Set.of(a, b));
            assertThat(result.pending()).isEmpty();
        });
    }

    @Test
    void goesOnWithAnErrorThatIsThereAlready() {
        InVirtualTime.run(() -> {
            var a = task(() -> sleepMillis(10_000));
            var b = task(failsAfter(0, new IOException()));

            var result = Wait.waitUntil(When.FIRST_EXCEPTION, b, a);

            assertThat(result.done()).isEqualTo(java.util.Set.of(b));
            assertThat(result.pending()).isEqualTo(java.util.Set.of(a));
            assertThat(nowMillis()).isZero();
        });
    }

    @Test
    void goesOnWithAnErrorThatComesWhileItWaits() {
        InVirtualTime.run(() -> {
            var a = task(() -> sleepMillis(10_000));
            var b = task(failsAfter(10, new IOException()));

            var result = Wait.waitUntil(When.FIRST_EXCEPTION, b, a);

            assertThat(result.done()).isEqualTo(java.util.Set.of(b));
            assertThat(nowMillis()).isEqualTo(10);
        });
    }

    @Test
    void passesValuesByOnTheWayToTheFirstError() {
        InVirtualTime.run(() -> {
            var a = Task.start(after(5, "value"));
            var b = task(failsAfter(10, new IOException()));

            Wait.waitUntil(When.FIRST_EXCEPTION, List.of(a, b));

            assertThat(nowMillis()).isEqualTo(10);
        });
    }

    @Test
    void throwsNoErrorOfItsFutures() {
        InVirtualTime.run(() -> {
            var a = task(() -> sleepMillis(100));
            var b = task(failsAfter(150, new IOException("really")));

            for (int i = 0; i < 2; i++) {
                var result = Wait.waitUntil(When.ALL_COMPLETED, b, a);

                assertThat(result.done()).hasSize(2);
                assertThat(b.exception()).hasMessage("really");
                assertThat(nowMillis()).isEqualTo(150);
            }
        });
    }

    @Test
    void timeRunningOutIsNoErrorAndCancelsNothing() {
        InVirtualTime.run(() -> {
            var a = task(() -> sleepMillis(100));
            var b = task(() -> sleepMillis(150));

            var result = Wait.waitUntil(When.ALL_COMPLETED, Duration.ofMillis(110), b, a);

            assertThat(result.done()).isEqualTo(java.util.Set.of(a));
            assertThat(result.pending()).isEqualTo(java.util.Set.of(b));
            assertThat(nowMillis()).isEqualTo(110);
            assertThat(b.cancelling()).isZero();
        });
    }

    @Test
    void givesWhatIsDoneWhenTimeRunsOutAtTheSameMoment() {
        InVirtualTime.run(() -> {
            var a = task(() -> sleepMillis(100));
            var b = task(() -> sleepMillis(150));
            turn();

            var result = Wait.waitUntil(When.ALL_COMPLETED, Duration.ofMillis(100), b, a);

            assertThat(result.done()).isEqualTo(java.util.Set.of(a));
            assertThat(result.pending()).isEqualTo(java.util.Set.of(b));
            assertThat(nowMillis()).isEqualTo(100);
        });
    }

    @Test
    void timeoutOfZeroLooksOnce() {
        InVirtualTime.run(() -> {
            var done = task(() -> {});
            var pending = task(() -> sleepMillis(100));
            turn();

            var result = Wait.waitUntil(When.ALL_COMPLETED, Duration.ZERO, List.of(done, pending));

            assertThat(result.done()).isEqualTo(java.util.Set.of(done));
            assertThat(nowMillis()).isZero();
        });
    }

    @Test
    void takesAnyCollection() {
        InVirtualTime.run(() -> {
            List<Task<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                tasks.add(Task.start(after(0, i)));
            }

            var result = Wait.waitUntil(When.ALL_COMPLETED, tasks);

            assertThat(result.done()).isEqualTo(new java.util.LinkedHashSet<>(tasks));
            assertThat(result.pending()).isEmpty();
        });
    }

    @Test
    void cancelIsThrownAndLeavesTheFuturesAlone() {
        InVirtualTime.run(() -> {
            int[] proof = {0};
            var waiter = new Future<String>();
            var inner = task(() -> {
                waiter.await();
                proof[0]++;
            });
            var outer = task(() -> {
                Wait.waitUntil(When.ALL_COMPLETED, inner);
                proof[0] += 100;
            });
            turn();

            outer.cancel();

            assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class);
            waiter.setResult("go");
            inner.await();
            assertThat(proof[0]).isEqualTo(1);
        });
    }

    @Test
    void cancelLeavesNothingHangingOnTheFutures() {
        InVirtualTime.run(() -> {
            var future = new Future<String>();
            var outer = task(() -> Wait.waitUntil(When.ALL_COMPLETED, Duration.ofSeconds(1), future));
            turn();
            assertThat(future.awaitedBy()).isEqualTo(List.of(outer));

            outer.cancel();
            turns(2);

            assertThat(future.awaitedBy()).isEmpty();
            assertThat(outer.cancelled()).isTrue();
        });
    }

    @Test
    void setsAreInArgumentOrderAndCannotBeChanged() {
        InVirtualTime.run(() -> {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                futures.add(new Future<>());
            }
            futures.reversed().forEach(future -> future.setResult(1));

            var done = Wait.waitUntil(When.ALL_COMPLETED, futures).done();

            assertThat(List.copyOf(done)).isEqualTo(futures);
            assertThatThrownBy(done::removeFirst).isInstanceOf(UnsupportedOperationException.class);
            trail.add("checked");
        });
        assertThat(trail).hasToString("checked");
    }
}
