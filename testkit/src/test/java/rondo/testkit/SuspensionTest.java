package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rondo.testkit.Suspension.assertDoesNotSuspend;
import static rondo.testkit.Suspension.assertSuspends;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.Rondo;
import rondo.sync.Lock;
import rondo.sync.Queue;
import rondo.task.Future;
import rondo.task.VoidBody;

/// Which calls give others a turn: the same answers on a loop and in each order of a simulation.
@Timeout(60)
final class SuspensionTest {
    private static void check(VoidBody body) {
        Rondo.run(body);
        Simulation.explore(50, simulation -> body.run());
        Simulation.explore(SimulationOptions.defaults().withOrder(Order.PRIORITIES), 50, simulation -> body.run());
    }

    @Test
    void sleepSuspends() {
        check(() -> {
            Rondo.createTask(() -> Rondo.sleep(Duration.ZERO));
            assertSuspends(() -> Rondo.sleep(Duration.ZERO));
            assertSuspends(() -> Rondo.sleep(Duration.ofMillis(1)));
        });
    }

    @Test
    void whatIsThereAlreadyDoesNotSuspend() {
        check(() -> {
            var done = new Future<Integer>();
            done.setResult(1);
            var queue = new Queue<Integer>();
            assertDoesNotSuspend(done::await);
            assertDoesNotSuspend(new Lock()::acquire);
            assertDoesNotSuspend(() -> queue.put(1));
            assertDoesNotSuspend(queue::get);
            assertDoesNotSuspend(() -> Rondo.createTask(() -> {}));
        });
    }

    @Test
    void wrongExpectationFails() {
        check(() -> {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> assertSuspends(() -> {}))
                    .withMessageContaining("ran through");
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> assertDoesNotSuspend(() -> Rondo.sleep(Duration.ZERO)))
                    .withMessageContaining("suspended");
        });
    }
}
