package rondo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.group.AsCompleted;
import rondo.group.Gather;
import rondo.group.Shield;
import rondo.group.Wait;
import rondo.group.When;
import rondo.io.Threads;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Awaitable;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.WaitFor;
import rondo.time.VirtualClock;

/// What does the stack trace of an error show of the tasks that it went through?
final class AwaitTraceTest {
    private static <T extends @Nullable Object> T run(Awaitable<T> program) {
        try (var runner = new Runner(LoopOptions.defaults().withClock(new VirtualClock()))) {
            return runner.run(program);
        }
    }

    private static List<String> methods(Throwable e) {
        return Arrays.stream(e.getStackTrace())
                .map(StackTraceElement::getMethodName)
                .toList();
    }

    private static int interruptedCall() {
        Sleep.sleep(Duration.ofSeconds(10));
        return 1;
    }

    private static int awaitNested(Task<Integer> task) {
        return task.await();
    }

    private static int readException(Task<Integer> task) {
        return task.exception() == null ? 0 : 1;
    }

    private static Task<Integer> cancelledInItsSleep() {
        Task<Integer> task = Task.start(AwaitTraceTest::interruptedCall);
        Sleep.sleep(Duration.ZERO);
        task.cancel();
        return task;
    }

    @Test
    void cancellationShowsTheInterruptedCallAndTheAwait() {
        assertThatThrownBy(() -> run(() -> awaitNested(cancelledInItsSleep())))
                .isInstanceOf(CancelledError.class)
                .satisfies(e -> assertThat(methods(e)).containsSubsequence("interruptedCall", "awaitNested"));
    }

    @Test
    void cancellationReadAsAnExceptionShowsTheInterruptedCall() {
        assertThatThrownBy(() -> run(() -> {
                    var task = cancelledInItsSleep();
                    Sleep.sleep(Duration.ofMillis(1));
                    return readException(task);
                }))
                .isInstanceOf(CancelledError.class)
                .satisfies(e -> assertThat(methods(e)).contains("interruptedCall"));
    }

    private static int deepFailure() throws IOException {
        throw new IOException("deep");
    }

    @Test
    void errorShowsTheBodyThatThrewItAndEveryAwait() {
        assertThatThrownBy(() ->
                        run(() -> awaitNested(Task.start(() -> awaitNested(Task.start(AwaitTraceTest::deepFailure))))))
                .isInstanceOf(IOException.class)
                .satisfies(
                        e -> assertThat(methods(e)).containsSubsequence("deepFailure", "awaitNested", "awaitNested"));
    }

    @Test
    void errorThatIsReadHasTheStackOfItsBody() {
        var error = run(() -> {
            Task<Integer> task = Task.start(AwaitTraceTest::deepFailure);
            Sleep.sleep(Duration.ZERO);
            return task.exception();
        });

        assertThat(error).isNotNull().satisfies(e -> assertThat(methods(e)).contains("deepFailure"));
    }

    @Test
    void awaitedFiveTimesShowsTheAwaitOnce() {
        var error = run(() -> {
            Task<Integer> task = Task.start(AwaitTraceTest::deepFailure);
            List<Throwable> thrown = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                try {
                    awaitNested(task);
                } catch (Exception e) {
                    thrown.add(e);
                }
            }
            assertThat(thrown).hasSize(5).containsOnly(thrown.getFirst());
            return thrown.getFirst();
        });

        assertThat(methods(error)).containsOnlyOnce("awaitNested");
    }

    private static int awaitThere(Awaitable<?> what) throws Exception {
        what.await();
        return 1;
    }

    private static List<Awaitable<?>> waysToWaitForAFailure() {
        Awaitable<Integer> failing = AwaitTraceTest::deepFailure;
        return List.of(
                () -> Gather.gather(failing, () -> 1),
                () -> Gather.gather(Gather.LEAVE_RUNNING, failing),
                () -> Shield.shield(failing),
                () -> Shield.shield(Task.start(() -> Shield.shield(failing))),
                () -> WaitFor.waitFor(Task.start(failing), Duration.ofSeconds(1)),
                () -> WaitFor.waitFor(failed(failing), Duration.ZERO),
                () -> Shield.shield(failed(failing)),
                () -> AsCompleted.asCompleted(failing).iterator().next().await(),
                () -> Threads.toThread(AwaitTraceTest::deepFailure));
    }

    private static Task<Integer> failed(Awaitable<Integer> failing) {
        Task<Integer> task = Task.start(failing);
        Wait.waitUntil(When.ALL_COMPLETED, task);
        return task;
    }

    @Test
    void errorShowsTheAwaitWhateverItComesThrough() {
        for (int i = 0; i < waysToWaitForAFailure().size(); i++) {
            int way = i;
            assertThatThrownBy(
                            () -> run(() -> awaitThere(waysToWaitForAFailure().get(way))))
                    .as("way %d", way)
                    .isInstanceOf(IOException.class)
                    .satisfies(e -> assertThat(methods(e)).containsSubsequence("deepFailure", "await", "awaitThere"));
        }
    }

    @Test
    void errorOfAFutureShowsTheAwait() {
        var error = new IOException("from a callback");

        assertThatThrownBy(() -> run(() -> {
                    var future = new Future<Integer>();
                    EventLoop.current().callSoon(() -> future.setException(error));
                    return awaitThere(future);
                }))
                .isSameAs(error)
                .satisfies(e -> assertThat(methods(e)).containsSubsequence("await", "awaitThere"));
    }

    @Test
    void cancelOfAFutureShowsTheAwaitOnce() {
        assertThatThrownBy(() -> run(() -> {
                    var future = new Future<Integer>();
                    EventLoop.current().callSoon(future::cancel);
                    return awaitThere(future);
                }))
                .isInstanceOf(CancelledError.class)
                .satisfies(e -> assertThat(methods(e)).containsOnlyOnce("awaitThere"));
    }
}
