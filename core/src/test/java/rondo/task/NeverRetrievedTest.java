package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.task.VirtualRun.onLoop;
import static rondo.task.VirtualRun.start;
import static rondo.task.VirtualRun.tick;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import rondo.loop.ErrorReport;
import rondo.loop.EventLoop;

/// Which futures are reported when they are collected with an error that nobody has asked for?
///
/// A collection cannot be awaited, so each test also loses a future of which the report must come, twice; what
/// has not been reported by then never will be.
final class NeverRetrievedTest {
    private static final long LONGEST_WAIT_NANOS = 30_000_000_000L;

    private final List<ErrorReport> reports = new ArrayList<>();

    /// Makes a future, does something with it, and loses it.
    private static void lose(EventLoop loop, Consumer<Future<Integer>> deed) {
        deed.accept(new Future<>(loop));
    }

    private static IllegalStateException boom() {
        return new IllegalStateException("boom");
    }

    /// The errors that were reported, without the last witness.
    private List<? extends Throwable> reported(EventLoop loop) {
        List<Throwable> errors = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            var witness = new IllegalArgumentException("witness " + round);
            lose(loop, future -> future.setException(witness));
            collectUntilReported(loop, witness);
        }
        for (var report : reports) {
            if (!(report.exception() instanceof IllegalArgumentException)) {
                errors.add(report.exception());
            }
        }
        return errors;
    }

    private void collectUntilReported(EventLoop loop, Throwable witness) {
        long start = System.nanoTime();
        while (reports.stream().noneMatch(report -> witness.equals(report.exception()))) {
            assertThat(System.nanoTime() - start).as("waiting for a collection").isLessThan(LONGEST_WAIT_NANOS);
            System.gc();
            tick(loop);
            tick(loop);
        }
    }

    private void onWatchedLoop(Consumer<EventLoop> test) throws Exception {
        onLoop(loop -> {
            loop.exceptionHandler((any, report) -> reports.add(report));
            test.accept(loop);
        });
    }

    @Test
    void pendingFutureIsNotReported() throws Exception {
        onWatchedLoop(loop -> {
            lose(loop, future -> assertThat(future.done()).isFalse());

            assertThat(reported(loop)).isEmpty();
        });
    }

    @Test
    void resultIsNotReported() throws Exception {
        onWatchedLoop(loop -> {
            lose(loop, future -> future.setResult(42));

            assertThat(reported(loop)).isEmpty();
        });
    }

    @Test
    void resultThatWasReadIsNotReported() throws Exception {
        onWatchedLoop(loop -> {
            lose(loop, future -> {
                future.setResult(42);
                assertThat(future.result()).isEqualTo(42);
            });

            assertThat(reported(loop)).isEmpty();
        });
    }

    @Test
    void errorIsReportedWithItsFuture() throws Exception {
        onWatchedLoop(loop -> {
            var error = boom();
            lose(loop, future -> future.setException(error));

            assertThat(reported(loop)).hasSize(1).first().isSameAs(error);
            assertThat(reports).allSatisfy(report -> {
                assertThat(report.message()).isEqualTo("future exception was never retrieved");
                assertThat(report.details().get("future")).isEqualTo("Future[failed: " + report.exception() + "]");
            });
        });
    }

    @Test
    void errorIsReportedInDebugModeToo() {
        try (var runner = new Runner(VirtualRun.options().withDebug(true))) {
            var loop = runner.loop();
            loop.exceptionHandler((any, report) -> reports.add(report));
            var error = boom();
            lose(loop, future -> future.setException(error));

            assertThat(reported(loop)).hasSize(1).first().isSameAs(error);
        }
    }

    @Test
    void errorThatWasReadIsNotReported() throws Exception {
        onWatchedLoop(loop -> {
            lose(loop, future -> {
                future.setException(boom());
                assertThat(future.exception()).isNotNull();
            });

            assertThat(reported(loop)).isEmpty();
        });
    }

    @Test
    void errorThatWasThrownByResultIsNotReported() throws Exception {
        onWatchedLoop(loop -> {
            lose(loop, future -> {
                var error = boom();
                future.setException(error);
                try {
                    future.result();
                } catch (IllegalStateException thrown) {
                    assertThat(thrown).isSameAs(error);
                }
            });

            assertThat(reported(loop)).isEmpty();
        });
    }

    @Test
    void errorOfAFutureThatWasCancelledLaterIsNotReported() throws Exception {
        onWatchedLoop(loop -> {
            lose(loop, future -> {
                future.setException(boom());
                assertThat(future.cancel()).isFalse();
            });

            assertThat(reported(loop)).isEmpty();
        });
    }

    private List<? extends Throwable> reportedByTheEndOf(VoidBody program) {
        try (var runner = new Runner(VirtualRun.options())) {
            runner.loop().exceptionHandler((any, report) -> reports.add(report));
            runner.run(program);
            assertThat(reports).isEmpty();
        }
        return reports.stream().map(ErrorReport::exception).toList();
    }

    @Test
    void errorsThatAreLeftAreReportedWhenTheLoopIsClosed() {
        List<Future<?>> kept = new ArrayList<>(); // so that no collection reports them
        var first = boom();
        var second = boom();

        var reported = reportedByTheEndOf(() -> {
            kept.add(new Future<>());
            kept.add(Task.start(() -> {
                throw first;
            }));
            kept.getFirst().setException(second);
            Sleep.sleep(Duration.ofMillis(1));
        });

        assertThat(reported).extracting(error -> (Object) error).containsExactly(second, first);
        assertThat(kept).allSatisfy(future -> assertThat(future.failed()).isTrue());
    }

    @Test
    void errorThatWasSeenIsNotReportedWhenTheLoopIsClosed() {
        var reported = reportedByTheEndOf(() -> {
            var read = new Future<Integer>();
            read.setException(boom());
            assertThat(read.exception()).isNotNull();
            var marked = new Future<Integer>();
            marked.setException(boom());
            marked.markRetrieved();
        });

        assertThat(reported).isEmpty();
    }

    @Test
    void errorThatWasReportedByACollectionIsNotReportedAgainWhenTheLoopIsClosed() throws Exception {
        onWatchedLoop(loop -> assertThat(reported(loop)).isEmpty());

        assertThat(reports).hasSize(2); // a report for each witness
    }

    private static void failAndLose(EventLoop loop, Consumer<Task<Integer>> deed) {
        Task<Integer> task = start(loop, () -> {
            throw new UnsupportedOperationException("type");
        });
        tick(loop);
        deed.accept(task);
    }

    @Test
    void errorOfATaskIsReported() throws Exception {
        onWatchedLoop(loop -> {
            failAndLose(loop, task -> assertThat(task.done()).isTrue());

            assertThat(reported(loop)).hasSize(1).first().isInstanceOf(UnsupportedOperationException.class);
            assertThat(reports).extracting(ErrorReport::message).containsOnlyOnce("task exception was never retrieved");
        });
    }

    @Test
    void errorOfATaskThatWasCancelledLaterIsNotReported() throws Exception {
        onWatchedLoop(loop -> {
            failAndLose(loop, task -> assertThat(task.cancel()).isFalse());

            assertThat(reported(loop)).isEmpty();
        });
    }

    @Test
    void exceptionHandlerSeesTheValuesOfTheTaskThatFailed() throws Exception {
        var variable = ContextVar.of("variable", "foo");
        List<String> seen = new ArrayList<>();
        onLoop(loop -> {
            loop.exceptionHandler((any, report) -> {
                reports.add(report);
                if (report.exception() instanceof UnsupportedOperationException) {
                    seen.add(variable.get());
                }
            });
            start(loop, () -> {
                variable.set("bar");
                throw new UnsupportedOperationException("type");
            });
            tick(loop);

            assertThat(reported(loop)).hasSize(1);
        });

        assertThat(seen).containsExactly("bar");
    }
}
