package rondo.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import rondo.loop.EventLoop;
import rondo.task.CancelledError;
import rondo.task.Runner;
import rondo.task.Task;
import rondo.task.VoidBody;
import sun.misc.Signal;

/// Signals as a stream.
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has neither WINCH nor USR1")
final class SignalStreamTest {
    private static void run(VoidBody body) {
        try (var runner = new Runner()) {
            runner.run(body);
        }
    }

    @Test
    void taskGetsEachSignal() {
        run(() -> {
            try (var signals = SignalStream.open("WINCH", "USR1")) {
                Signal.raise(new Signal("USR1"));
                assertThat(signals.next()).isEqualTo("USR1");

                Signal.raise(new Signal("WINCH"));
                assertThat(signals.next()).isEqualTo("WINCH");
            }
        });
    }

    @Test
    void cancelledWaitLosesNoSignal() {
        run(() -> {
            try (var signals = SignalStream.open("USR1")) {
                Task<@Nullable String> waiting = Task.<@Nullable String>start(signals::next);
                rondo.task.Sleep.sleep(java.time.Duration.ZERO);
                waiting.cancel();
                assertThatExceptionOfType(CancelledError.class).isThrownBy(waiting::await);

                Signal.raise(new Signal("USR1"));

                assertThat(signals.next()).isEqualTo("USR1");
            }
        });
    }

    @Test
    void closeEndsTheWait() {
        run(() -> {
            var signals = SignalStream.open("USR1");
            Task<@Nullable String> waiting = Task.<@Nullable String>start(signals::next);
            rondo.task.Sleep.sleep(java.time.Duration.ZERO);

            signals.close();

            assertThat(waiting.await()).isNull();
            assertThat(signals.next()).isNull();
            assertThat(signals).hasToString("SignalStream[USR1], closed");
        });
    }

    @Test
    void eachOfTwoStreamsGetsTheSignalAndTheLastOneGivesItBack() {
        run(() -> {
            var first = SignalStream.open("USR1", "WINCH");
            var second = SignalStream.open("USR1");

            Signal.raise(new Signal("USR1"));
            assertThat(second.next()).isEqualTo("USR1");
            assertThat(first.next()).isEqualTo("USR1");

            first.close();
            Signal.raise(new Signal("USR1")); // the JVM would end of it if it were nobody's
            assertThat(second.next()).isEqualTo("USR1");

            second.close();
            assertThat(EventLoop.current().removeSignal("USR1")).isFalse();
            assertThat(EventLoop.current().removeSignal("WINCH")).isFalse();
        });
    }

    @Test
    void callbackThatTookItsPlaceStaysAfterItsClose() {
        run(() -> {
            var signals = SignalStream.open("USR1");
            EventLoop.current().onSignal("USR1", () -> {});

            signals.close();

            assertThat(EventLoop.current().removeSignal("USR1")).isTrue();
        });
    }

    @Test
    void unknownSignalTakesNone() {
        run(() -> {
            assertThatIllegalArgumentException().isThrownBy(() -> SignalStream.open("USR1", "NOPE"));

            assertThat(EventLoop.current().removeSignal("USR1")).isFalse();
        });
    }
}
