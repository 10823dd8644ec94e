package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rondo.loop.EventLoop;
import rondo.task.CancelledError;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;

/// H11: the heap runs out, in a task or in the loop's own hands. The run ends with the error and a status, or
/// goes on; it never hangs.
@SuppressWarnings({"ModifiedButNotUsed"}) // the hazard itself
final class H11HeapExhaustionTest {
    /// One carrier thread for all virtual threads: whoever keeps it keeps everything.
    private static final List<String> FLAGS =
            List.of("-Xmx24m", "-XX:+UseSerialGC", "-Djdk.virtualThreadScheduler.parallelism=1");

    @ParameterizedTest
    @ValueSource(strings = {"data", "tasks", "parked", "callbacks"})
    void runEndsWithTheErrorWhateverHasEatenTheHeap(String eater) throws IOException, InterruptedException {
        Fork.Ended ended = Fork.run(Deadline.LIMIT.multipliedBy(3), Program.class, FLAGS, eater);

        assertThat(ended.output()).contains("java.lang.OutOfMemoryError");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void closingAfterItDoesNotWaitForATaskThatNothingCanWakeAnyMore() throws InterruptedException {
        var error = new OutOfMemoryError("of this test");

        Deadline.within(() -> {
            try (var runner = new Runner()) {
                assertThatExceptionOfType(OutOfMemoryError.class)
                        .isThrownBy(() -> runner.run(() -> {
                            Task.start(VoidBody.awaitable(H11HeapExhaustionTest::waitForEver));
                            Sleep.sleep(Duration.ZERO);
                            throw error;
                        }))
                        .isSameAs(error);
            }
        });
    }

    private static void waitForEver() {
        while (true) {
            try {
                new Future<@Nullable Void>().await();
            } catch (CancelledError e) {
                assertThat(e).hasMessageContaining("the end of the run");
            }
        }
    }

    /// Eats the heap in the way that it is told, while another task waits.
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            try (var runner = new Runner()) {
                runner.run(() -> {
                    Task.start(VoidBody.awaitable(() -> Sleep.sleep(Duration.ofHours(1))));
                    Sleep.sleep(Duration.ZERO);
                    eat(arguments[0]);
                });
            }
        }

        private static void eat(String how) {
            switch (how) {
                case "data" -> data();
                case "tasks" -> tasks();
                case "parked" -> parked();
                case "callbacks" -> callbacks();
                default -> throw new IllegalArgumentException(how);
            }
        }

        private static void data() {
            List<byte[]> kept = new ArrayList<>();
            while (true) {
                kept.add(new byte[100_000]);
                Sleep.sleep(Duration.ZERO);
            }
        }

        private static void tasks() {
            while (true) {
                Task.start(VoidBody.awaitable(() -> Sleep.sleep(Duration.ofHours(1))));
            }
        }

        private static void parked() {
            var never = new Future<@Nullable Void>();
            while (true) {
                Task.start(never);
                Sleep.sleep(Duration.ZERO);
            }
        }

        private static void callbacks() {
            EventLoop loop = EventLoop.current();
            while (true) {
                loop.callLater(Duration.ofHours(1), () -> {});
            }
        }
    }
}
