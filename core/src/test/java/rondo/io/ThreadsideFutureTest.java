package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static rondo.io.OnLoop.task;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;

/// What other threads see of a loop's work.
final class ThreadsideFutureTest {
    // --- of a coroutine that another thread has submitted ----------------------------------------

    @Test
    void anotherThreadGetsTheCoroutinesValue() {
        OnLoop.run(() -> {
            EventLoop loop = EventLoop.current();

            String got = Threads.toThread(() -> Stages.<String>runCoroutineThreadsafe(loop, () -> {
                        Sleep.sleep(Duration.ZERO);
                        return EventLoop.current() == loop ? "on the loop" : "elsewhere";
                    })
                    .get());

            assertThat(got).isEqualTo("on the loop");
        });
    }

    @Test
    void anotherThreadGetsTheCoroutinesError() {
        var failure = new IOException("disk");

        OnLoop.run(() -> {
            EventLoop loop = EventLoop.current();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> Threads.toThread(() -> Stages.runCoroutineThreadsafe(loop, () -> {
                                throw failure;
                            })
                            .get()))
                    .withCause(failure);
        });
    }

    @Test
    void cancelFromAnotherThreadCancelsTheTask() {
        var log = new ArrayList<String>();

        OnLoop.run(() -> {
            EventLoop loop = EventLoop.current();
            var ended = new Future<String>();
            Threads.toThread(() -> {
                var begun = new CountDownLatch(1);
                CompletableFuture<String> result = Stages.runCoroutineThreadsafe(loop, () -> {
                    begun.countDown();
                    try {
                        return new Future<String>().await();
                    } catch (CancelledError e) {
                        ended.setResult("cancelled: " + e.cancelMessage());
                        throw e;
                    }
                });
                begun.await();
                result.cancel(false);
            });
            log.add(ended.await());
        });

        assertThat(log).containsExactly("cancelled: its thread-side future was cancelled");
    }

    @Test
    void coroutineThatIsCancelledBeforeTheLoopSeesItNeverBegins() {
        var log = new ArrayList<String>();

        OnLoop.run(() -> {
            Stages.runCoroutineThreadsafe(EventLoop.current(), () -> log.add("begun"))
                    .cancel(false);
            Sleep.sleep(Duration.ofMillis(1));
        });

        assertThat(log).isEmpty();
    }

    @Test
    void coroutineThatCancelsItselfCancelsTheResult() {
        OnLoop.run(() -> {
            CompletableFuture<String> result = Stages.runCoroutineThreadsafe(EventLoop.current(), () -> {
                throw new CancelledError();
            });
            Sleep.sleep(Duration.ofMillis(1));

            assertThat(result).isCancelled();
        });
    }

    @Test
    void closedLoopTakesNoCoroutine() {
        var loop = new EventLoop(OnLoop.options());
        loop.close();

        assertThatExceptionOfType(LoopClosedException.class)
                .isThrownBy(() -> Stages.runCoroutineThreadsafe(loop, () -> 1));
    }

    @Test
    void resultFailsWhenTheLoopIsClosedBeforeItHasRunTheCoroutine() {
        var loop = new EventLoop(OnLoop.options());
        CompletableFuture<Integer> result = Stages.runCoroutineThreadsafe(loop, () -> 1);

        loop.close();

        assertThat(result)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(LoopClosedException.class);
    }

    @Test
    void waitingOnTheLoopsOwnThreadIsAnError() {
        OnLoop.run(() -> {
            var result = Stages.<String>runCoroutineThreadsafe(EventLoop.current(), () -> "value");

            assertThatIllegalStateException()
                    .isThrownBy(result::join)
                    .withMessageContaining("await the future instead");
            assertThatIllegalStateException().isThrownBy(result::get);
            assertThat(Stages.<String>await(result)).isEqualTo("value");
            assertThat(result.join()).isEqualTo("value");
        });
    }

    @Test
    void virtualTimeGoesOnWhileTheSameLoopAwaitsIt() {
        OnLoop.run(() -> {
            var result = Stages.<String>runCoroutineThreadsafe(
                    EventLoop.current(), () -> Sleep.sleep(Duration.ofHours(1), "an hour later"));

            assertThat(Stages.<String>await(result)).isEqualTo("an hour later");
        });
    }

    // --- of a future -----------------------------------------------------------------------------

    @Test
    void futureGivesItsValueToACompletableFuture() {
        OnLoop.run(() -> {
            var future = new Future<String>();
            CompletableFuture<Integer> length =
                    Stages.<String>toCompletableFuture(future).thenApply(String::length);
            future.setResult("value");

            assertThat(Stages.<Integer>await(length)).isEqualTo(5);
        });
    }

    @Test
    void futureGivesItsErrorToACompletableFuture() {
        OnLoop.run(() -> {
            var future = new Future<String>();
            CompletableFuture<String> result = Stages.toCompletableFuture(future);
            future.setException(new IOException("disk"));
            Sleep.sleep(Duration.ZERO);

            assertThat(result).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(IOException.class);
        });
    }

    @Test
    void cancelGoesBothWays() {
        OnLoop.run(() -> {
            var first = new Future<String>();
            CompletableFuture<String> ofFirst = Stages.toCompletableFuture(first);
            var second = new Future<String>();
            CompletableFuture<String> ofSecond = Stages.toCompletableFuture(second);

            first.cancel();
            ofSecond.cancel(true);
            Sleep.sleep(Duration.ofMillis(1));

            assertThat(ofFirst).isCancelled();
            assertThat(second.cancelled()).isTrue();
        });
    }

    @Test
    void taskThatIsDestroyedWithItsLoopFailsTheResult() {
        var loop = new EventLoop(OnLoop.options());
        loop.exceptionHandler((any, report) -> {});
        var results = new ArrayList<CompletableFuture<?>>();

        Runner.runUntilComplete(loop, () -> {
            Task<?> never = task(() -> new Future<String>().await());
            results.add(Stages.toCompletableFuture(never));
            return true;
        });
        loop.close();

        assertThat(results.getFirst())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(LoopClosedException.class);
    }
}
