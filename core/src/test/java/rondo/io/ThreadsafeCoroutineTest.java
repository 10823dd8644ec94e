package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Awaitable;
import rondo.task.CancelledError;
import rondo.task.ContextVar;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskFactory;
import rondo.task.TaskOptions;
import rondo.time.VirtualClock;

/// What does another thread get of a coroutine that it hands to a loop?
final class ThreadsafeCoroutineTest {
    /// Runs a program as the main task of a fresh loop.
    private static <T> T run(Awaitable<T> program) {
        try (var runner = new Runner(LoopOptions.defaults().withClock(new VirtualClock()))) {
            return runner.run(program);
        }
    }

    /// Does something on a helper thread while the loop goes on; what it waits for is the loop's.
    private static <T> T onAnotherThread(Callable<T> job) {
        return Threads.toThread(job);
    }

    private static int add() {
        Sleep.sleep(Duration.ZERO);
        return 1 + 2;
    }

    @Test
    void valueArrives() {
        int sum = run(() -> {
            var loop = EventLoop.current();
            return onAnotherThread(() -> Stages.runCoroutineThreadsafe(loop, ThreadsafeCoroutineTest::add)
                    .get());
        });

        assertThat(sum).isEqualTo(3);
    }

    @Test
    @SuppressWarnings("NullAway") // what it tests
    void nullBodyIsRefusedWhereItWasGiven() {
        run(() -> {
            var loop = EventLoop.current();

            assertThatThrownBy(() -> onAnotherThread(() -> Stages.runCoroutineThreadsafe(loop, null)))
                    .hasMessage("the body is null");
            return loop;
        });
    }

    @Test
    void taskSeesTheVariablesOfWhoHandedItOver() {
        ContextVar<String> variable = ContextVar.of("variable", "nothing");
        var seen = run(() -> {
            var loop = EventLoop.current();
            variable.set("of the task");
            return onAnotherThread(() -> {
                variable.set("of the helper thread");
                return Stages.runCoroutineThreadsafe(loop, variable::get).get();
            });
        });

        assertThat(seen).isEqualTo("of the helper thread");
    }

    @Test
    void errorArrives() {
        var error = new IOException("Fail!");
        run(() -> {
            var loop = EventLoop.current();
            assertThatThrownBy(() -> onAnotherThread(() -> Stages.<Integer>runCoroutineThreadsafe(loop, () -> {
                                throw error;
                            })
                            .get()))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isSameAs(error);
            return 1;
        });
    }

    @Test
    void cancelledByTheOtherThreadTheTaskIsCancelled() {
        run(() -> {
            var loop = EventLoop.current();
            var task = new CompletableFuture<Task<?>>();
            onAnotherThread(() -> {
                CompletableFuture<Integer> handedOver = Stages.runCoroutineThreadsafe(loop, () -> {
                    task.complete(Task.current());
                    while (true) {
                        Sleep.sleep(Duration.ZERO);
                    }
                });
                task.get();
                return handedOver.cancel(true);
            });

            Task<?> mine = task.get();
            assertThatThrownBy(mine::await).isInstanceOf(CancelledError.class);
            assertThat(Task.all(loop)).containsExactly(Task.current());
            return 1;
        });
    }

    @Test
    void taskThatCancelsItselfIsACancellation() {
        run(() -> {
            var loop = EventLoop.current();
            assertThatThrownBy(() -> onAnotherThread(() -> Stages.runCoroutineThreadsafe(loop, () -> {
                                Task.current().cancel();
                                return add();
                            })
                            .get()))
                    .isInstanceOfAny(CancellationException.class, CancelledError.class);
            return 1;
        });
    }

    @Test
    void errorOfTheTaskFactoryArrives() {
        var error = new IllegalArgumentException("no such name");
        run(() -> {
            var loop = EventLoop.current();
            Task.factory(loop, new TaskFactory() {
                @Override
                public <T extends @Nullable Object> Task<T> create(
                        EventLoop any, Awaitable<? extends T> body, TaskOptions options) {
                    throw error;
                }
            });
            List<Throwable> reports = new ArrayList<>();
            loop.exceptionHandler((any, report) -> reports.add(report.exception()));

            assertThatThrownBy(() ->
                            onAnotherThread(() -> Stages.runCoroutineThreadsafe(loop, ThreadsafeCoroutineTest::add)
                                    .get()))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isSameAs(error);

            assertThat(reports).hasSize(1).first().isSameAs(error);
            Task.factory(loop, null);
            return 1;
        });
    }
}
