package rondo.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.loop.SignalClaim;

/// Ctrl-C and `SIGTERM` while a main task runs: the first cancels it, the second ends the process at once
/// (asyncio's `Runner._on_sigint`).
///
/// Only on the thread that runs the program's `main`, and only where nobody else handles the signal.
final class Signals implements AutoCloseable {
    private static final List<String> HANDLED = List.of("INT", "TERM");
    private static final int EXIT_SIGNALLED = 128;

    private final EventLoop loop;
    private final Task<?> main;
    private final RunListeners listeners;
    private final List<SignalClaim> claims = new ArrayList<>();
    private final AtomicReference<@Nullable SignalClaim> received = new AtomicReference<>(); // any thread
    private final AtomicBoolean killing = new AtomicBoolean(); // any thread

    private Signals(EventLoop loop, Task<?> main) {
        this.loop = loop;
        this.main = main;
        this.listeners = RunListeners.of(loop);
    }

    /// Handles the signals until closed, if this is the thread to do it on.
    static Signals during(EventLoop loop, Task<?> main) {
        var signals = new Signals(loop, main);
        if (Thread.currentThread().getName().equals(System.getProperty("rondo.mainThread", "main"))) {
            for (String name : HANDLED) {
                SignalClaim claim = SignalClaim.ofUnhandled(name, signals::received);
                if (claim != null) {
                    signals.claims.add(claim);
                }
            }
        }
        return signals;
    }

    /// Called on a thread of the JVM's.
    private void received(SignalClaim signal) {
        if (!received.compareAndSet(null, signal)) { // each signal comes on a thread of its own, two at once perhaps
            if (killing.compareAndSet(false, true)) {
                listeners.tellOfKill(signal.name());
            }
            Runtime.getRuntime().halt(EXIT_SIGNALLED + signal.number());
        }
        loop.callSoonThreadsafe(() -> {
            listeners.tell(each -> each.interrupted(loop, signal.name()));
            main.cancel(new Cancellation(null, "SIG" + signal.name()));
        });
    }

    /// {@return the error that the run ends with if a signal cancelled the main task, else null}
    @Nullable SignalInterrupt interrupt(CancelledError cancelled) {
        SignalClaim signal = received.get();
        return signal == null || main.uncancel() > 0
                ? null
                : new SignalInterrupt(signal.name(), signal.number(), cancelled);
    }

    @Override
    public void close() {
        claims.forEach(SignalClaim::close);
    }
}
