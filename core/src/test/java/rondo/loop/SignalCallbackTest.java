package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Callbacks for signals (asyncio's `add_signal_handler`): who gets a signal, and who gets it back.
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has neither WINCH nor USR1")
final class SignalCallbackTest {
    private static final Signal WINCH = new Signal("WINCH"); // which nobody minds

    private final List<String> trail = new CopyOnWriteArrayList<>(); // any thread
    private SignalHandler before = SignalHandler.SIG_DFL;

    @BeforeEach
    void somebodyHandlesTheSignal() {
        before = Signal.handle(WINCH, signal -> trail.add("other"));
    }

    @AfterEach
    void giveItBack() {
        Signal.handle(WINCH, before);
    }

    private void awaitTrail(String... expected) {
        while (trail.size() < expected.length) {
            Thread.onSpinWait();
        }
        assertThat(trail).containsExactly(expected);
    }

    /// Turns the loop until the trail is as long.
    private void run(EventLoop loop, int length) {
        while (trail.size() < length) {
            loop.stop();
            loop.runForever();
        }
    }

    @Test
    void callbackRunsOnTheLoopForEachSignal() {
        try (var loop = new EventLoop()) {
            loop.onSignal("WINCH", () -> trail.add(String.valueOf(EventLoop.currentOrNull() == loop)));

            Signal.raise(WINCH);
            run(loop, 1);
            Signal.raise(WINCH);
            run(loop, 2);

            awaitTrail("true", "true");
        }
    }

    @Test
    void secondCallbackReplacesTheFirst() {
        try (var loop = new EventLoop()) {
            Handle first = loop.onSignal("WINCH", () -> trail.add("first"));
            loop.onSignal("WINCH", () -> trail.add("second"));

            Signal.raise(WINCH);
            run(loop, 1);

            assertThat(first.cancelled()).isTrue();
            awaitTrail("second");
        }
    }

    @Test
    void removedCallbackGivesTheSignalBack() {
        try (var loop = new EventLoop()) {
            loop.onSignal("WINCH", () -> trail.add("mine"));

            assertThat(loop.removeSignal("WINCH")).isTrue();
            assertThat(loop.removeSignal("WINCH")).isFalse();
            Signal.raise(WINCH);

            awaitTrail("other");
        }
    }

    @Test
    void closedLoopGivesTheSignalBack() {
        try (var loop = new EventLoop()) {
            loop.onSignal("WINCH", () -> trail.add("mine"));
        }

        Signal.raise(WINCH);

        awaitTrail("other");
    }

    @Test
    void latestOfTwoLoopsHasTheSignalWhicheverIsClosedFirst() {
        try (var second = new EventLoop()) {
            try (var first = new EventLoop()) {
                first.onSignal("WINCH", () -> trail.add("first"));
                second.onSignal("WINCH", () -> trail.add("second"));
            }

            Signal.raise(WINCH);
            run(second, 1);
            second.removeSignal("WINCH");
            Signal.raise(WINCH);

            awaitTrail("second", "other");
        }
    }

    @Test
    void cancelledHandleLeavesTheSignalWithoutEffect() {
        try (var loop = new EventLoop()) {
            loop.onSignal("WINCH", () -> trail.add("mine")).cancel();
            loop.onSignal("USR1", () -> trail.add("later"));

            Signal.raise(WINCH);
            Signal.raise(new Signal("USR1"));
            run(loop, 1);

            awaitTrail("later");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGTERM", "term", "NOPE", ""})
    void unknownSignalIsAnErrorThatSaysHowToWriteIt(String name) {
        try (var loop = new EventLoop()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loop.onSignal(name, () -> {}))
                    .withMessage("there is no signal '" + name
                            + "' here; write it without SIG and in capitals: TERM, HUP, USR1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "STOP", "SEGV", "QUIT", "USR2", "PIPE"})
    void signalThatTheJvmOrTheSystemKeepsIsAnError(String name) {
        try (var loop = new EventLoop()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loop.onSignal(name, () -> {}))
                    .withMessageStartingWith("SIG" + name + " cannot be handled: the JVM or the system keeps it");
            assertThat(loop.removeSignal(name)).isFalse();
        }
    }
}
