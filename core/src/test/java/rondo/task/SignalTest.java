package rondo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rondo.task.VirtualRun.options;
import static rondo.task.VirtualRun.yieldOnce;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rondo.loop.EventLoop;
import sun.misc.Signal;

/// What does Ctrl-C do to a main task?
final class SignalTest {
    @BeforeEach
    void letThisThreadHandleSignals() {
        System.setProperty("rondo.mainThread", Thread.currentThread().getName());
    }

    @AfterEach
    void forgetThisThread() {
        System.clearProperty("rondo.mainThread");
    }

    /// The signal arrives on a thread of the JVM's, so the loop has to be told that something is coming.
    private static void pressCtrlC() {
        EventLoop.current().outsideWorkStarted();
        Signal.raise(new Signal("INT"));
    }

    private static void ctrlCHasArrived() {
        EventLoop.current().outsideWorkEnded();
    }

    @Test
    void cancelsAMainTaskThatNeverWaits() {
        try (var runner = new Runner(options())) {
            assertThatExceptionOfType(SignalInterrupt.class)
                    .isThrownBy(() -> runner.run(() -> {
                        pressCtrlC();
                        assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> {
                            while (true) {
                                yieldOnce();
                            }
                        });
                        ctrlCHasArrived();
                        throw new CancelledError();
                    }))
                    .satisfies(e -> assertThat(e.signal()).isEqualTo("INT"))
                    .satisfies(e -> assertThat(e.exitCode()).isEqualTo(130));
        }
    }

    @Test
    void cancelsTheFutureThatTheMainTaskAwaits() {
        try (var runner = new Runner(options())) {
            var future = new Future<Integer>(runner.loop());

            assertThatExceptionOfType(SignalInterrupt.class)
                    .isThrownBy(() -> runner.run(() -> {
                        pressCtrlC();
                        try {
                            return future.await();
                        } finally {
                            ctrlCHasArrived();
                        }
                    }));

            assertThat(future.cancelled()).isTrue();
        }
    }

    @Test
    void doesNotHideACancelFromElsewhere() {
        try (var runner = new Runner(options())) {
            assertThatExceptionOfType(CancelledError.class)
                    .isThrownBy(() -> runner.run(() -> {
                        pressCtrlC();
                        Task.current().cancel();
                        while (Task.current().cancelling() < 2) {
                            try {
                                yieldOnce();
                            } catch (CancelledError e) {
                                assertThat(e.cancelMessage()).isNull();
                            }
                        }
                        ctrlCHasArrived();
                        throw new CancelledError();
                    }));
        }
    }
}
