package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.group.Gather;
import rondo.loop.LoopOptions;
import rondo.task.Awaitable;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;
import rondo.time.VirtualClock;

/// Nothing in cancelling or completing recurses: the length of a chain of awaiting tasks is bounded by the
/// heap, not by the stack. `proofs/run scale` does the same with a million tasks.
final class LongChainsTest {
    private static final int LENGTH = 30_000; // many times what a stack of 1 MB could hold

    @Test
    void chainIsCancelledFromItsHead() throws InterruptedException {
        run(() -> {
            Task<?> head = chain(new Future<@Nullable Void>()::await, Future::await);
            head.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(head::await);
        });
    }

    @Test
    void chainIsCompletedFromItsEnd() throws InterruptedException {
        run(() -> {
            var end = new Future<@Nullable Void>();
            Task<?> head = chain(end::await, Future::await);
            end.setResult(null);
            head.await();
        });
    }

    @Test
    void chainIsFailedFromItsEnd() throws InterruptedException {
        run(() -> {
            var end = new Future<@Nullable Void>();
            Task<?> head = chain(end::await, Future::await);
            end.setException(new IllegalStateException("the end"));
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(head::await);
        });
    }

    @Test
    void chainThroughGatherIsCancelledFromItsHead() throws InterruptedException {
        run(() -> {
            Task<?> head =
                    chain(new Future<@Nullable Void>()::await, link -> Gather.gather(List.<Awaitable<?>>of(link)));
            head.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(head::await);
        });
    }

    @Test
    void ringIsCancelled() throws InterruptedException {
        run(() -> {
            var first = new Future<Task<?>>();
            Task<?> last = chain(() -> first.await().await(), Future::await);
            first.setResult(last);
            Sleep.sleep(Duration.ofMillis(1));

            last.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(last::await);
        });
    }

    @Test
    void ringThroughGathersIsCancelled() throws InterruptedException {
        run(() -> {
            var first = new Future<Task<?>>();
            Task<?> last = chain(
                    () -> Gather.gather(List.<Awaitable<?>>of(first.await())),
                    link -> Gather.gather(List.<Awaitable<?>>of(link)));
            first.setResult(last);
            Sleep.sleep(Duration.ofMillis(1));

            last.cancel();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(last::await);
        });
    }

    private interface Link {
        void await(Future<?> next) throws Exception;
    }

    /// Each task awaits the one before it, by a link; the first has a body of its own.
    private static Task<?> chain(VoidBody first, Link link) {
        Task<?> head = Task.start(VoidBody.awaitable(first));
        for (int i = 1; i < LENGTH; i++) {
            Task<?> next = head;
            head = Task.start(VoidBody.awaitable(() -> link.await(next)));
        }
        Sleep.sleep(Duration.ofMillis(1));
        return head;
    }

    private static void run(VoidBody body) throws InterruptedException {
        Deadline.within(Deadline.LIMIT.multipliedBy(2), () -> {
            try (var runner = new Runner(LoopOptions.defaults().withClock(new VirtualClock()))) {
                runner.run(body);
            }
        });
    }
}
