package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;

/// H10: a coroutine has no stack of its own: it runs on the loop's. One that recurses without end must fail by
/// itself, and leave the loop as it was.
@SuppressWarnings({"InfiniteRecursion"}) // the hazard itself
final class H10DeepRecursionTest {
    private final List<ErrorReport> reports = new ArrayList<>();

    @Test
    void taskThatRecursesWithoutEndFailsAndTheLoopLives() throws InterruptedException {
        run(() -> {
            Task<Integer> endless = Task.start(() -> endless(0));
            assertThatExceptionOfType(StackOverflowError.class).isThrownBy(endless::await);
            assertLoopLives();
        });
    }

    /// The direct carrier keeps the frames below an await on the heap, so this recursion ends by itself; on the
    /// baton carrier the loop turns on the task's own stack, which runs out.
    @Test
    void taskThatAwaitsAtEveryLevelOfADeepRecursionLeavesTheLoopAlive() throws InterruptedException {
        run(() -> {
            Task<Integer> deep = Task.start(() -> awaitAtEveryLevel(50_000));
            try {
                assertThat(deep.await()).isEqualTo(50_000);
            } catch (StackOverflowError e) {
                assertThat(deep.loop().carrier()).isEqualTo("baton");
            }
            assertLoopLives();
        });
    }

    @Test
    void callbackThatRecursesWithoutEndIsReportedAndTheLoopLives() throws InterruptedException {
        run(() -> {
            EventLoop loop = EventLoop.current();
            loop.exceptionHandler((any, report) -> reports.add(report));
            loop.callSoon(() -> endless(0));
            var future = new Future<@Nullable Void>();
            future.addDoneCallback(done -> endless(0));
            future.setResult(null);
            Sleep.sleep(Duration.ofMillis(1));
            assertLoopLives();
        });

        assertThat(reports)
                .extracting(ErrorReport::exception)
                .hasSize(2)
                .allMatch(StackOverflowError.class::isInstance);
    }

    @Test
    void taskMayAwaitAThousandFramesDeep() throws InterruptedException {
        run(() -> assertThat(deepAwait(1_000)).isEqualTo(1_000));
    }

    private static void run(VoidBody body) throws InterruptedException {
        Deadline.within(() -> {
            try (var runner = new Runner()) {
                runner.run(body);
            }
        });
    }

    private static void assertLoopLives() {
        Task<String> next = Task.start(() -> Sleep.sleep(Duration.ofMillis(1), "alive"));
        assertThat(next.await()).isEqualTo("alive");
    }

    private static int endless(int depth) {
        return endless(depth + 1) + 1;
    }

    private static int awaitAtEveryLevel(int depth) {
        Sleep.sleep(Duration.ZERO);
        return depth == 0 ? 0 : awaitAtEveryLevel(depth - 1) + 1;
    }

    private static int deepAwait(int depth) {
        if (depth == 0) {
            Sleep.sleep(Duration.ofMillis(1));
            return 0;
        }
        return deepAwait(depth - 1) + 1;
    }
}
