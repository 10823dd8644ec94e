package rondo.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Ctrl-C and `SIGTERM` while a main task runs: the first cancels it, the second ends the process at once
/// (asyncio's `Runner._on_sigint`).
///
/// Only on the thread that runs the program's `main`, and only where nobody else handles the signal.
@SuppressWarnings("sunapi") // the JDK has no other way to handle a signal
final class Signals implements AutoCloseable {
    private static final List<String> HANDLED = List.of("INT", "TERM");
    private static final int EXIT_SIGNALLED = 128;

    private final EventLoop loop;
    private final Task<?> main;
    private final RunListeners listeners;
    private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
    private final AtomicReference<@Nullable Signal> received = new AtomicReference<>(); // any thread

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
                signals.install(new Signal(name));
            }
        }
        return signals;
    }

    private void install(Signal signal) {
        try {
            SignalHandler old = Signal.handle(signal, this::received);
            if (old.toString()
                    .startsWith("java.lang.Terminator")) { // a wrapper around the JDK's own, which ends the JVM
                before.put(signal, old);
            } else {
                Signal.handle(signal, old); // somebody handles it, or it is ignored: leave it so
            }
        } catch (IllegalArgumentException e) {
            // java -Xrs keeps signals from the program: then they end the process, as that option promises
        }
    }

    /// Called on a thread of the JVM's.
    private void received(Signal signal) {
        if (!received.compareAndSet(null, signal)) { // each signal comes on a thread of its own, two at once perhaps
            listeners.tellOfKill(signal.getName());
            Runtime.getRuntime().halt(EXIT_SIGNALLED + signal.getNumber());
        }
        loop.callSoonThreadsafe(() -> {
            listeners.tell(each -> each.interrupted(loop, signal.getName()));
            main.cancel(new Cancellation(null, "SIG" + signal.getName()));
        });
    }

    /// {@return the error that the run ends with if a signal cancelled the main task, else null}
    @Nullable SignalInterrupt interrupt(CancelledError cancelled) {
        Signal signal = received.get();
        return signal == null || main.uncancel() > 0
                ? null
                : new SignalInterrupt(signal.getName(), signal.getNumber(), cancelled);
    }

    @Override
    public void close() {
        before.forEach(Signal::handle);
    }
}
