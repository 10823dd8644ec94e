package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rondo.io.OnLoop.task;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import rondo.loop.DeadlockError;
import rondo.loop.EventLoop;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Sleep;
import rondo.task.Task;

/// Awaiting the JDK's stages.
final class StagesTest {
    @Test
    void stageThatHasEndedNeverSuspends() {
        var log = new ArrayList<String>();

        OnLoop.run(() -> {
            task(() -> log.add("other"));
            log.add(Stages.await(CompletableFuture.completedStage("value")));
        });

        assertThat(log).containsExactly("value", "other");
    }

    @Test
    void awaitGoesOnOnTheLoopWhenAnotherThreadEndsTheStage() {
        OnLoop.run(() -> {
            Task<?> me = Task.current();
            var stage = new CompletableFuture<String>();
            Thread.ofPlatform().start(() -> stage.complete("value"));

            assertThat(Stages.<String>await(stage)).isEqualTo("value");
            assertThat(Task.current()).isSameAs(me);
        });
    }

    @Test
    void errorIsThrownWithoutItsCompletionException() {
        var failure = new IOException("net");
        var stage = new CompletableFuture<String>();
        stage.completeExceptionally(failure);

        OnLoop.run(() -> assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Stages.await(stage.thenApply(x -> x).thenApply(x -> x)))
                .isSameAs(failure));
    }

    @Test
    void completionExceptionWithoutACauseIsItselfTheError() {
        var failure = new CompletionException("bare", null);

        OnLoop.run(() -> assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> Stages.await(CompletableFuture.failedFuture(failure)))
                .isSameAs(failure));
    }

    @Test
    void cancelOfTheAwaitingTaskCancelsTheStage() {
        var stage = new CompletableFuture<String>();

        OnLoop.run(() -> {
            Task<?> waiting = task(() -> Stages.await(stage));
            Sleep.sleep(Duration.ZERO);
            waiting.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(waiting::await);
        });

        assertThat(stage).isCancelled();
    }

    @Test
    void stageIsCancelledBeforeTheTaskGoesOn() {
        var stage = new CompletableFuture<String>();

        OnLoop.run(() -> {
            Task<Boolean> waiting = Task.start(() -> {
                try {
                    Stages.await(stage);
                    return false;
                } catch (CancelledError e) {
                    return stage.isCancelled();
                }
            });
            Sleep.sleep(Duration.ZERO);
            waiting.cancel();
            assertThat(waiting.await()).isTrue();
        });
    }

    @Test
    void stageThatOnlyItsMakerCanEndIsLeftAlone() {
        var maker = new CompletableFuture<String>();

        OnLoop.run(() -> {
            Task<?> waiting = task(() -> Stages.await(maker.minimalCompletionStage()));
            Sleep.sleep(Duration.ZERO);
            waiting.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(waiting::await);
        });

        assertThat(maker).isNotDone();
    }

    @Test
    void cancelledStageIsACancellationForTheAwaitingTask() {
        var stage = new CompletableFuture<String>();

        OnLoop.run(() -> {
            Task<?> waiting = task(() -> Stages.await(stage));
            Sleep.sleep(Duration.ZERO);
            stage.cancel(false);
            assertThatExceptionOfType(CancelledError.class).isThrownBy(waiting::await);
            assertThat(waiting.cancelled()).isTrue();
        });
    }

    @Test
    void anotherTaskOfTheSameLoopMayEndTheStage() {
        OnLoop.run(() -> {
            var stage = new CompletableFuture<String>();
            task(() -> stage.complete("value"));

            assertThat(Stages.<String>await(stage)).isEqualTo("value");
        });
    }

    @Test
    void virtualTimeStandsStillWhileAStageIsAwaited() {
        OnLoop.run(() -> {
            EventLoop loop = EventLoop.current();
            Task<?> hour = task(() -> Sleep.sleep(Duration.ofHours(1)));
            var stage = new CompletableFuture<Long>();
            Thread.ofPlatform()
                    .start(() -> loop.callSoonThreadsafe(
                            () -> loop.callSoonThreadsafe(() -> stage.completeAsync(loop::time))));

            assertThat(Stages.<Long>await(stage)).isZero();
            hour.await();
        });
    }

    @Test
    void stageThatIsNoLongerAwaitedDoesNotHoldTheDeadlockFinderBack() {
        assertThatExceptionOfType(DeadlockError.class)
                .isThrownBy(() -> OnLoop.run(() -> {
                    Stages.fromCompletionStage(new CompletableFuture<String>().minimalCompletionStage())
                            .cancel();
                    new Future<String>().await();
                }));
    }
}
