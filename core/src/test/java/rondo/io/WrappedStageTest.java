package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// How does a future of the loop follow a stage of another thread, and the stage the future's cancel?
final class WrappedStageTest {
    private static void run(VoidBody program) {
        try (var runner = new Runner(LoopOptions.defaults().withClock(new VirtualClock()))) {
            runner.run(program);
        }
    }

    private static void yieldOnce() {
        Sleep.sleep(Duration.ZERO);
    }

    @Test
    void futureGivesWhatAnotherThreadComputed() {
        run(() -> {
            try (var pool = Executors.newSingleThreadExecutor()) {
                Future<Thread> future =
                        Stages.fromCompletionStage(CompletableFuture.supplyAsync(Thread::currentThread, pool));

                assertThat(future.await()).isNotSameAs(Thread.currentThread());
            }
        });
    }

    @Test
    void futureNeedsARunningLoop() {
        var stage = CompletableFuture.completedFuture("oi");

        assertThatThrownBy(() -> Stages.fromCompletionStage(stage)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // what it tests
    void nullIsRefusedAndHoldsUpNoClock() {
        run(() -> {
            assertThatThrownBy(() -> Stages.fromCompletionStage(null)).hasMessage("the stage is null");

            Sleep.sleep(Duration.ofHours(1)); // would never end if the stage still counted as work outside the loop
        });
    }

    @Test
    void futureBelongsToTheRunningLoop() {
        run(() -> {
            Future<String> future = Stages.fromCompletionStage(CompletableFuture.completedFuture("oi"));

            assertThat(future.loop()).isSameAs(EventLoop.current());
            assertThat(future.await()).isEqualTo("oi");
        });
    }

    @Test
    void futureCancelledCancelsItsStage() {
        run(() -> {
            var stage = new CompletableFuture<String>();
            Future<String> future = Stages.fromCompletionStage(stage);

            future.cancel();
            yieldOnce();

            assertThat(stage).isCancelled();
            assertThat(future.cancelled()).isTrue();
        });
    }

    @Test
    void futureCancelledLeavesAStageThatHasEndedAlone() {
        run(() -> {
            var stage = new CompletableFuture<Integer>();
            Future<Integer> future = Stages.fromCompletionStage(stage);

            var elsewhere = Thread.ofPlatform().start(() -> stage.complete(42));
            elsewhere.join();
            assertThat(future.cancel()).isTrue();
            yieldOnce();

            assertThat(stage).isCompletedWithValue(42);
            assertThat(future.cancelled()).isTrue();
        });
    }

    @Test
    void futureEndsAsItsStageDid() {
        run(() -> {
            assertThat(Stages.<Integer>fromCompletionStage(CompletableFuture.completedFuture(10))
                            .await())
                    .isEqualTo(10);

            var error = new IOException("spam");
            Future<Integer> failed = Stages.fromCompletionStage(CompletableFuture.failedFuture(error));
            assertThatThrownBy(failed::await).isSameAs(error);

            var stage = new CompletableFuture<Integer>();
            stage.cancel(false);
            Future<Integer> cancelled = Stages.fromCompletionStage(stage);
            assertThatThrownBy(cancelled::await).isInstanceOf(CancelledError.class);
            assertThat(cancelled.cancelled()).isTrue();
        });
    }

    @Test
    void cancelledStageSaysSo() {
        run(() -> {
            var stage = new CompletableFuture<String>();
            Future<String> future = Stages.fromCompletionStage(stage);

            stage.cancel(true);
            yieldOnce();

            assertThatThrownBy(future::await)
                    .isInstanceOf(CancelledError.class)
                    .hasMessage("cancelled by the stage it waited for, which was cancelled");
        });
    }
}
