package rondo.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static rondo.group.AsCompleted.asCompleted;
import static rondo.group.InVirtualTime.after;
import static rondo.group.InVirtualTime.failsAfter;
import static rondo.group.InVirtualTime.nowMillis;
import static rondo.group.InVirtualTime.sleepMillis;
import static rondo.group.InVirtualTime.task;
import static rondo.group.InVirtualTime.turn;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import rondo.task.Awaitable;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Task;

/// In which order does `asCompleted` give its futures, in both ways of iterating, and what ends it early?
final class AsCompletedTest {
    private final Trail trail = new Trail();

    private static <T> List<T> values(AsCompleted<T> completed) throws Exception {
        List<T> values = new ArrayList<>();
        for (Awaitable<T> next : completed) {
            values.add(next.await());
        }
        return values;
    }

    private static <T> List<T> valuesOfFutures(AsCompleted<T> completed) {
        List<T> values = new ArrayList<>();
        for (Future<? extends T> future : completed.futures()) {
            values.add(future.result());
        }
        return values;
    }

    @Test
    void givesValuesInTheOrderInWhichTheyCome() {
        InVirtualTime.run(() -> {
            assertThat(values(asCompleted(after(10, "b"), after(150, "c"), after(5, "a"))))
                    .containsExactly("a", "b", "c");
            assertThat(nowMillis()).isEqualTo(150);
        });
    }

    @Test
    void givesFuturesInTheOrderInWhichTheyEnd() {
        InVirtualTime.run(() -> {
            assertThat(valuesOfFutures(asCompleted(after(10, "b"), after(150, "c"), after(5, "a"))))
                    .containsExactly("a", "b", "c");
            assertThat(nowMillis()).isEqualTo(150);
        });
    }

    @Test
    void futuresAreTheOnesGiven() {
        InVirtualTime.run(() -> {
            var a = Task.start(after(2, "a"));
            var b = Task.start(after(1, "b"));
            List<Future<? extends String>> out = new ArrayList<>();

            asCompleted(a, b, after(3, "c")).futures().forEach(out::add);

            assertThat(out).hasSize(3).startsWith(b, a);
        });
    }

    @Test
    void timeRunningOutMakesEachStepThatIsLeftThrow() {
        InVirtualTime.run(() -> {
            var a = Task.start(after(100, "a"));
            var b = Task.start(after(150, "b"));
            var c = Task.start(after(160, "c"));

            for (Awaitable<String> next : asCompleted(Duration.ofMillis(120), a, b, c)) {
                try {
                    trail.add(next.await());
                } catch (TimeoutException timeout) {
                    trail.add("timeout@" + nowMillis());
                }
            }

            assertThat(trail).hasToString("a timeout@120 timeout@120");
            assertThat(b.cancelling()).isZero();
            assertThat(b.await()).isEqualTo("b");
        });
    }

    @Test
    void timeRunningOutEndsTheIterationOverFutures() {
        InVirtualTime.run(() -> {
            var a = Task.start(after(100, "a"));
            var b = Task.start(after(150, "b"));

            var thrown = catchThrowable(() -> {
                for (var future :
                        asCompleted(Duration.ofMillis(120), List.of(a, b)).futures()) {
                    trail.add(future.result());
                }
            });

            assertThat(thrown).isInstanceOf(TimeoutException.class);
            assertThat(trail).hasToString("a");
            assertThat(nowMillis()).isEqualTo(120);
        });
    }

    @Test
    void whatEndedBeforeTheTimeWasUpIsDeliveredFirst() {
        InVirtualTime.run(() -> {
            var a = Task.start(after(100, "a"));
            var b = Task.start(after(1000, "b"));
            var steps = asCompleted(Duration.ofMillis(120), a, b).iterator();
            sleepMillis(500);

            assertThat(steps.next().await()).isEqualTo("a");
            assertThatThrownBy(() -> steps.next().await()).isInstanceOf(TimeoutException.class);
        });
    }

    @Test
    void unusedTimeoutHoldsNothingUp() {
        InVirtualTime.run(() -> {
            assertThat(values(asCompleted(Duration.ofSeconds(1), after(10, "a"))))
                    .containsExactly("a");
            assertThat(nowMillis()).isEqualTo(10);
        });
        // the loop is closed now, at once
    }

    @Test
    void iterationCanBeResumed() {
        InVirtualTime.run(() -> {
            var completed = asCompleted(after(0, 0), after(1, 1), after(2, 2), after(3, 3));
            List<Integer> collected = new ArrayList<>();
            for (Awaitable<Integer> next : completed) {
                collected.add(next.await());
                if (collected.size() == 2) {
                    break;
                }
            }

            collected.addAll(valuesOfFutures(completed));

            assertThat(collected).containsExactly(0, 1, 2, 3);
        });
    }

    @Test
    void firstStepAwaitedGetsTheFirstToEnd() {
        InVirtualTime.run(() -> {
            List<Awaitable<String>> steps = new ArrayList<>();
            asCompleted(after(50, "a"), after(100, "b")).forEach(steps::add);

            assertThat(steps.get(1).await()).isEqualTo("a");
            assertThat(nowMillis()).isEqualTo(50);
            assertThat(steps.get(0).await()).isEqualTo("b");
            assertThat(nowMillis()).isEqualTo(100);
        });
    }

    @Test
    void stepsCanBeAwaitedAtTheSameTime() {
        InVirtualTime.run(() -> {
            List<Task<String>> tasks = new ArrayList<>();
            asCompleted(after(50, "a"), after(50, "b")).forEach(step -> tasks.add(Task.start(step)));

            assertThat(Gather.gather(tasks)).containsExactlyInAnyOrder("a", "b");
            assertThat(nowMillis()).isEqualTo(50);
        });
    }

    @Test
    void stepCanBeAwaitedOnlyOnce() {
        InVirtualTime.run(() -> {
            var step = asCompleted(after(1, "a"), after(2, "b")).iterator().next();
            step.await();

            assertThatThrownBy(step::await)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("awaited already");
        });
    }

    @Test
    void countsAFutureGivenTwiceOnce() {
        InVirtualTime.run(() -> {
            var ham = Task.start(after(1, "ham"));

            assertThat(values(asCompleted(ham, ham, after(2, "spam")))).containsExactly("ham", "spam");
        });
    }

    @Test
    void runsABodyGivenTwiceTwice() {
        InVirtualTime.run(() -> {
            int[] runs = {0};
            Awaitable<Integer> body = () -> ++runs[0];

            assertThat(values(asCompleted(body, body))).containsExactly(1, 2);
        });
    }

    @Test
    void takesASingleFuture() {
        InVirtualTime.run(() ->
                assertThat(values(asCompleted(Task.start(after(1, "a"))))).containsExactly("a"));
    }

    @Test
    void givesDoneFuturesInArgumentOrder() {
        InVirtualTime.run(() -> {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                var future = new Future<Integer>();
                future.setResult(i);
                futures.add(future);
            }

            assertThat(values(asCompleted(futures))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        });
    }

    @Test
    void errorOfAChildIsThrownByItsStep() {
        InVirtualTime.run(() -> {
            var broken = new IOException("broken");
            var steps = asCompleted(task(failsAfter(1, broken)), task(() -> sleepMillis(2)))
                    .iterator();

            assertThat(catchThrowable(() -> steps.next().await())).isSameAs(broken);
            assertThat(steps.next().await()).isNull();
        });
    }

    @Test
    void cancelOfAStepLosesNoResult() {
        InVirtualTime.run(() -> {
            var child = new Future<String>();
            var steps = asCompleted(child, after(1000, "late")).iterator();
            var first = Task.start(steps.next());
            var second = Task.start(steps.next());
            turn();

            child.setResult("value");
            turn(); // the first step has been woken now
            first.cancel();

            assertThat(second.await()).isEqualTo("value");
            assertThatThrownBy(first::await).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    void leavingEarlyCancelsNothing() {
        InVirtualTime.run(() -> {
            var late = Task.start(after(100, "late"));
            for (Awaitable<String> next : asCompleted(after(1, "early"), late)) {
                next.await();
                break;
            }

            assertThat(late.await()).isEqualTo("late");
        });
    }

    @Test
    void ofNothingHasNoSteps() {
        InVirtualTime.run(() -> {
            var steps = asCompleted(Duration.ofMillis(5), List.<Awaitable<String>>of())
                    .iterator();

            assertThat(steps.hasNext()).isFalse();
            assertThatThrownBy(steps::next).isInstanceOf(NoSuchElementException.class);
        });
    }

    @Test
    void needsALoop() {
        assertThatThrownBy(() -> asCompleted(after(1, "a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no event loop");
    }
}
