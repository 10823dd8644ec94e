package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rondo.task.VirtualRun.finish;
import static rondo.task.VirtualRun.millis;
import static rondo.task.VirtualRun.onLoop;
import static rondo.task.VirtualRun.start;
import static rondo.task.VirtualRun.tick;
import static rondo.task.VirtualRun.yieldOnce;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;

/// How are requests to cancel counted, and how is one taken back?
final class UncancelTest {
    @Test
    void cancelCountsEveryRequest() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> {
                Sleep.sleep(millis(10));
                return 1;
            });
            assertThat(task.cancelling()).isZero();

            assertThat(task.cancel()).isTrue();
            assertThat(task.cancelling()).isEqualTo(1);
            assertThat(task.cancel()).isTrue();
            assertThat(task.cancelling()).isEqualTo(2);

            assertThatThrownBy(() -> finish(task)).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    void lowersTheCountSoThatTheNextCancelCountsAnew() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> {
                try {
                    Sleep.sleep(millis(10));
                } catch (CancelledError e) {
                    Task.current().uncancel();
                    Sleep.sleep(millis(10));
                }
                return 1;
            });
            tick(loop);

            assertThat(task.cancel()).isTrue();
            assertThat(task.cancelling()).isEqualTo(1);
            assertThat(task.cancelled()).isFalse();
            tick(loop);
            assertThat(task.cancelling()).isZero();
            assertThat(task.cancelled()).isFalse();

            assertThat(task.cancel()).isTrue();
            assertThat(task.cancelling()).isEqualTo(1);
            assertThatThrownBy(() -> finish(task)).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    void afterTheEndChangesNothing() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> 1);
            task.cancel();
            assertThatThrownBy(() -> finish(task)).isInstanceOf(CancelledError.class);

            task.uncancel();

            assertThat(task.cancelled()).isTrue();
            assertThat(task.done()).isTrue();
        });
    }

    @Test
    void neverGoesBelowZero() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> 1);

            assertThat(task.uncancel()).isZero();
            assertThat(task.cancelling()).isZero();
        });
    }

    @Test
    void withdrawsARequestThatWasNotDelivered() throws Exception {
        onLoop(loop -> {
            var future = new Future<Integer>(loop);
            var task = start(loop, () -> {
                future.await();
                return 42;
            });
            tick(loop);
            future.setResult(1);

            task.cancel();
            assertThat(task.cancelling()).isEqualTo(1);
            assertThat(task.uncancel()).isZero();

            assertThat(finish(task)).isEqualTo(42);
        });
    }

    @Test
    void keepsARequestWhileAnotherOneIsLeft() throws Exception {
        onLoop(loop -> {
            var task = start(loop, () -> 42);
            task.cancel();
            task.cancel();

            assertThat(task.uncancel()).isEqualTo(1);

            assertThatThrownBy(() -> finish(task)).isInstanceOf(CancelledError.class);
        });
    }

    /// A time limit as a program would write it by hand: it cancels its own task and takes only that cancel back.
    private static boolean timesOut(Duration work, Duration limit) {
        Task<?> task = Task.current();
        boolean[] timedOut = {false};
        var timer = task.loop().callLater(limit, () -> {
            timedOut[0] = true;
            task.cancel();
        });
        try {
            endIfCancelled(work, timedOut, timer::cancel);
            return false;
        } catch (TimeoutException e) {
            return true;
        }
    }

    private static void endIfCancelled(Duration work, boolean[] timedOut, Runnable cleanUp) throws TimeoutException {
        try {
            Sleep.sleep(work);
        } catch (CancelledError e) {
            if (timedOut[0] && Task.current().uncancel() == 0) {
                throw new TimeoutException("limit reached");
            }
            throw e;
        } finally {
            cleanUp.run();
        }
    }

    @Test
    void letsABlockEndByItsOwnCancelAndTheCodeAroundItGoOn() {
        VirtualRun.run(() -> {
            assertThat(timesOut(millis(10_000), millis(100))).isTrue();
            assertThat(Task.current().cancelling()).isZero();
            assertThat(EventLoop.current().time()).isEqualTo(millis(100).toNanos());

            assertThat(timesOut(Duration.ZERO, millis(10_000))).isFalse();
            assertThat(Task.current().cancelling()).isZero();
            yieldOnce();
        });
    }

    @Test
    void isRefusedFromAnotherThread() {
        VirtualRun.run(() -> {
            var task = Task.current();
            task.cancel();
            var refused = new CompletableFuture<Throwable>();

            var other = Thread.ofPlatform().start(() -> {
                try {
                    task.uncancel();
                } catch (IllegalStateException e) {
                    refused.complete(e);
                }
            });
            other.join();

            assertThat(refused.getNow(new AssertionError("it was not")))
                    .hasMessageContaining("go through callSoonThreadsafe");
            assertThat(task.uncancel()).isZero();
        });
    }
}
