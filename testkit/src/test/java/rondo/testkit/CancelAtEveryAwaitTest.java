package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.Rondo;
import rondo.sync.Lock;
import rondo.sync.Semaphore;
import rondo.task.CancelledError;
import rondo.task.Future;

/// What an interruption at each await finds.
@Timeout(60)
final class CancelAtEveryAwaitTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void eachAwaitIsInterruptedInEachWay() {
        InterruptionReport report = Simulation.cancelAtEveryAwait(
                () -> "",
                any -> {
                    Rondo.sleep(SECOND);
                    Rondo.sleep(Duration.ZERO);
                    Rondo.sleep(SECOND);
                },
                any -> {});

        assertThat(report).isEqualTo(new InterruptionReport(3, 1 + 3L * Interrupt.values().length));
    }

    @Test
    void permitThatIsNotReturnedIsFound() {
        assertThatExceptionOfType(InterruptionError.class)
                .isThrownBy(() -> Simulation.cancelAtEveryAwait(
                        () -> new Semaphore(1),
                        permits -> {
                            permits.acquire();
                            Rondo.sleep(SECOND);
                            permits.release();
                        },
                        permits -> assertThat(permits.locked()).isFalse()))
                .withMessageStartingWith("CANCEL at await 1 (")
                .withMessageContaining("CancelAtEveryAwaitTest")
                .withMessageContaining("subject  awaits a sleep");
    }

    @Test
    void cancellationThatIsEatenIsFound() {
        assertThatExceptionOfType(InterruptionError.class)
                .isThrownBy(() -> Simulation.cancelAtEveryAwait(
                        () -> "",
                        any -> {
                            try {
                                Rondo.sleep(SECOND);
                            } catch (CancelledError e) {
                                Rondo.sleep(Duration.ZERO);
                            }
                        },
                        any -> {}))
                .withMessageContaining("it was cancelled, and ended as");
    }

    @Test
    void cleanUpThatASecondCancelCutsOffIsFound() {
        var cleaned = new boolean[1];

        assertThatExceptionOfType(InterruptionError.class)
                .isThrownBy(() -> Simulation.cancelAtEveryAwait(
                        () -> {
                            cleaned[0] = false;
                            return cleaned;
                        },
                        any -> {
                            try {
                                Rondo.sleep(SECOND);
                            } finally {
                                Rondo.sleep(SECOND);
                                any[0] = true;
                            }
                        },
                        any -> assertThat(any[0]).isTrue()))
                .withMessageContaining("at await 2");
    }

    @Test
    void taskThatHangsAfterwardsIsFound() {
        assertThatExceptionOfType(InterruptionError.class)
                .isThrownBy(() -> Simulation.cancelAtEveryAwait(
                        () -> {
                            var answer = new Future<Integer>();
                            Rondo.createTask("companion", answer);
                            return answer;
                        },
                        answer -> {
                            Rondo.sleep(SECOND);
                            answer.setResult(1);
                        },
                        answer -> {}))
                .withMessageContaining("companion");
    }

    @Test
    void awaitInAFinallyBlockOfAClosedLoopIsNoError() {
        Simulation.cancelAtEveryAwait(
                Lock::new,
                lock -> {
                    lock.acquire();
                    try {
                        Rondo.sleep(SECOND);
                    } finally {
                        lock.release();
                    }
                },
                lock -> assertThat(lock.locked()).isFalse());
    }

    @Test
    void scenarioThatFailsByItselfIsNoInterruption() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Simulation.cancelAtEveryAwait(
                        () -> "",
                        any -> {
                            throw new IllegalStateException("always");
                        },
                        any -> {}))
                .withMessageContaining("without an interruption");
    }
}
