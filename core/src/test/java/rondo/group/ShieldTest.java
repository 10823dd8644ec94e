package rondo.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static rondo.group.InVirtualTime.sleepMillis;
import static rondo.group.InVirtualTime.task;
import static rondo.group.InVirtualTime.turn;
import static rondo.group.InVirtualTime.turns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Task;

/// What does a shield let through, and what does it hold back?
final class ShieldTest {
    private final Trail trail = new Trail();

    /// A task that shields a future, waiting already.
    private static <T extends @Nullable Object> Task<T> shielding(Future<T> inner) {
        var outer = Task.<T>start(() -> Shield.shield(inner));
        turn();
        return outer;
    }

    @Test
    void givesTheInnerValue() {
        InVirtualTime.run(() -> {
            var inner = new Future<Integer>();
            var outer = shielding(inner);

            inner.setResult(42);

            assertThat(outer.await()).isEqualTo(42);
        });
    }

    @Test
    void throwsTheInnerError() {
        InVirtualTime.run(() -> {
            var inner = new Future<Integer>();
            var outer = shielding(inner);
            var broken = new IOException("expected");

            inner.setException(broken);

            assertThat(catchThrowable(outer::await)).isSameAs(broken);
        });
    }

    @Test
    void innerCancelIsThrownWithoutItsMessage() {
        InVirtualTime.run(() -> {
            var inner = new Future<Integer>();
            var outer = shielding(inner);

            inner.cancel("inner");

            assertThatThrownBy(outer::await)
                    .isInstanceOfSatisfying(
                            CancelledError.class,
                            e -> assertThat(e.cancelMessage()).isNull());
            assertThat(outer.cancelled()).isTrue();
            assertThat(outer.cancelling()).isZero();
        });
    }

    @Test
    void outerCancelLeavesNothingOnTheInnerFuture() {
        InVirtualTime.run(() -> {
            var inner = new Future<Integer>();
            var outer = shielding(inner);
            assertThat(inner.awaitedBy()).hasSize(1);

            outer.cancel();
            turns(2);

            assertThat(outer.cancelled()).isTrue();
            assertThat(inner.done()).isFalse();
            assertThat(inner.awaitedBy()).isEmpty();
        });
    }

    @Test
    void ofADoneFutureDoesNotSuspend() {
        InVirtualTime.run(() -> {
            var inner = new Future<Integer>();
            inner.setResult(42);
            task(() -> trail.add("other"));

            assertThat(Shield.<Integer>shield(inner)).isEqualTo(42);
            assertThat(trail.events()).isEmpty();
        });
    }

    @Test
    void outerCancelDoesNotTouchABody() {
        InVirtualTime.run(() -> {
            int[] proof = {0};
            var waiter = new Future<String>();
            var outer = task(() -> {
                Shield.shield(() -> {
                    waiter.await();
                    proof[0]++;
                });
                proof[0] += 100;
            });
            turns(2);

            outer.cancel();

            assertThatThrownBy(outer::await).isInstanceOf(CancelledError.class);
            waiter.setResult("go");
            turns(2);
            assertThat(proof[0]).isEqualTo(1);
        });
    }

    @Test
    void givesTheValueOfABody() {
        InVirtualTime.run(() -> {
            int value = Shield.shield(() -> {
                turn();
                return 42;
            });

            assertThat(value).isEqualTo(42);
        });
    }

    @Test
    void keepsACancelFromAGather() {
        InVirtualTime.run(() -> {
            var child1 = new Future<Integer>();
            var child2 = new Future<Integer>();
            var parent = Task.start(() -> Gather.gather(child1, child2));
            var outer = shielding(parent);

            outer.cancel();
            turns(2);
            assertThat(outer.cancelled()).isTrue();
            child1.setResult(1);
            child2.setResult(2);

            assertThat(parent.await()).containsExactly(1, 2);
        });
    }

    @Test
    void inAGatherKeepsTheCancelFromTheChildren() {
        InVirtualTime.run(() -> {
            var child1 = new Future<Integer>();
            var child2 = new Future<Integer>();
            var inner1 = shielding(child1);
            var inner2 = shielding(child2);
            var parent = Task.start(() -> Gather.gather(inner1, inner2));
            turn();

            parent.cancel();

            assertThatThrownBy(parent::await).isInstanceOf(CancelledError.class);
            assertThat(inner1.cancelled()).isTrue();
            assertThat(inner2.cancelled()).isTrue();
            assertThat(child1.done()).isFalse();
            assertThat(child2.done()).isFalse();
        });
    }

    @Test
    void failureThatNobodyAwaitsAnyMoreIsReportedOnce() {
        InVirtualTime.run(() -> {
            List<ErrorReport> reports = new ArrayList<>();
            EventLoop.current().exceptionHandler((loop, report) -> reports.add(report));
            var inner = new Future<Integer>();
            var outer1 = shielding(inner);
            var outer2 = shielding(inner);
            outer1.cancel();
            outer2.cancel();
            turns(2);
            var broken = new IOException("broken");

            inner.setException(broken);
            turns(3);

            assertThat(reports).singleElement().satisfies(report -> {
                assertThat(report.exception()).isSameAs(broken);
                assertThat(report.message()).contains("shielded future");
            });
        });
    }

    @Test
    void valueThatNobodyAwaitsAnyMoreIsNotReported() {
        InVirtualTime.run(() -> {
            List<ErrorReport> reports = new ArrayList<>();
            EventLoop.current().exceptionHandler((loop, report) -> reports.add(report));
            var inner = new Future<Integer>();
            var outer = shielding(inner);
            outer.cancel();
            turns(2);

            inner.setResult(1);
            turns(3);

            assertThat(reports).isEmpty();
        });
    }

    @Test
    void needsALoop() {
        assertThatThrownBy(() -> Shield.shield(() -> sleepMillis(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no event loop");
    }

    @Test
    void cancelOfTheInnerFutureSaysSo() {
        InVirtualTime.run(() -> {
            var inner = new Future<Integer>();
            var outer = shielding(inner);

            inner.cancel();

            assertThatThrownBy(outer::await)
                    .isInstanceOf(CancelledError.class)
                    .hasMessage("cancelled by the end of what it shielded, which was cancelled");
        });
    }
}
