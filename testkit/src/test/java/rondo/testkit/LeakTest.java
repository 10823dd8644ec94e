package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.Rondo;

/// What would make two runs of one seed differ ends the run, and says who did it, and where.
@Timeout(60)
final class LeakTest {
    @Test
    void blockingCallEndsTheRunWithTaskAndCallAndStack() {
        var never = new CountDownLatch(1);

        assertThatExceptionOfType(DeterminismLeakError.class)
                .isThrownBy(() -> Simulation.run(simulation -> never.await()))
                .withMessageContaining("task 'main' made a call that blocks the thread at ")
                .withMessageContaining("LeakTest")
                .satisfies(e -> {
                    assertThat(e.leak()).isEqualTo(Leak.BLOCKING_CALL);
                    assertThat(e.getStackTrace())
                            .extracting(StackTraceElement::getMethodName)
                            .contains("await");
                });
    }

    @Test
    void timedParkEndsTheRunThoughTheTaskCatchesEverything() {
        assertThatExceptionOfType(DeterminismLeakError.class)
                .isThrownBy(() -> Simulation.run(simulation -> {
                    Rondo.createTask("sleepy", () -> {
                        try {
                            Thread.sleep(Duration.ofHours(1));
                        } catch (Exception e) {
                            simulation.trail().add("eaten");
                        }
                    });
                    Rondo.sleep(Duration.ofSeconds(1));
                }))
                .withMessageContaining("task 'sleepy'");
    }

    @Test
    void threadMadeInsideEndsTheRun() {
        assertThatExceptionOfType(DeterminismLeakError.class)
                .isThrownBy(() -> Simulation.run(simulation -> new Thread(() -> {}).start()))
                .withMessageContaining("task 'main' made a thread at ")
                .withMessageContaining("LeakTest");
        assertThatExceptionOfType(DeterminismLeakError.class)
                .isThrownBy(() -> Simulation.run(simulation -> Thread.startVirtualThread(() -> {})));
    }

    @Test
    void leakThatIsAllowedGoesOn() throws InterruptedException {
        var options = SimulationOptions.defaults().allowing(Leak.THREAD).allowing(Leak.BLOCKING_CALL);
        var ran = new CountDownLatch(1);

        Simulation.run(options, simulation -> {
            new Thread(ran::countDown).start();
            ran.await();
        });

        assertThat(ran.getCount()).isZero();
    }

    @Test
    void helperThreadsOfRondoAreNoLeak() {
        Simulation.run(
                simulation -> assertThat(Rondo.<Integer>toThread(() -> 1)).isEqualTo(1));
    }
}
