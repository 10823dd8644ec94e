package rondo.loop;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Who handles one signal of the process, until it is released. The latest claim has the signal; a released one
/// gives it back to whoever had it before and has not released it since.
///
/// What a run does about Ctrl-C and what a program asks of [EventLoop#onSignal] both stand on this. Any thread.
@SuppressWarnings("sunapi") // the JDK has no other way to handle a signal
public final class SignalClaim implements AutoCloseable {
    private final Signal signal;
    private final Consumer<? super SignalClaim> listener;
    private final Handler handler = new Handler();
    private @Nullable SignalHandler previous; // set once, by whoever claims
    private volatile boolean released; // any thread

    private final class Handler implements SignalHandler {
        @Override
        public void handle(Signal any) {
            if (released) {
                underneath().handle(any); // it came in between
            } else {
                listener.accept(SignalClaim.this);
            }
        }

        boolean released() {
            return released;
        }

        SignalHandler underneath() {
            SignalHandler below = previous == null ? SignalHandler.SIG_DFL : previous;
            return below instanceof Handler claim && claim.released() ? claim.underneath() : below;
        }
    }

    private SignalClaim(Signal signal, Consumer<? super SignalClaim> listener) {
        this.signal = signal;
        this.listener = listener;
    }

    /// Takes a signal.
    ///
    /// @param name the signal, without `SIG`: `TERM`, say
    /// @param listener what to tell, on a thread of the JVM's, one for each signal that comes
    /// @return the claim
    /// @throws IllegalArgumentException if the system has no such signal, or the JVM or the system keeps it
    public static SignalClaim of(String name, Consumer<? super SignalClaim> listener) {
        var claim = new SignalClaim(known(name), listener);
        SignalHandler old = claim.install();
        if (old.toString().contains("NativeHandler")) { // the JVM's own
            Signal.handle(claim.signal, old);
            throw reserved(name, null);
        }
        if (old.equals(SignalHandler.SIG_IGN)) {
            Log.warning(
                    "SIG" + name + " will not come: this process was started to ignore it, with & in a script or by"
                            + " nohup, and the JVM keeps that",
                    null);
        }
        return claim;
    }

    /// Takes a signal if only the JVM handles it, by ending.
    ///
    /// @param name the signal, without `SIG`
    /// @param listener what to tell, on a thread of the JVM's
    /// @return the claim; null if somebody handles it, or it is ignored, or `java -Xrs` keeps signals
    /// from the program
    public static @Nullable SignalClaim ofUnhandled(String name, Consumer<? super SignalClaim> listener) {
        var claim = new SignalClaim(new Signal(name), listener);
        SignalHandler old;
        try {
            old = claim.install();
        } catch (IllegalArgumentException e) {
            return null; // then it ends the process, as that option promises
        }
        if (old.toString().startsWith("java.lang.Terminator")) { // a wrapper around the JDK's own
            return claim;
        }
        Signal.handle(claim.signal, old);
        return null;
    }

    private static Signal known(String name) {
        try {
            return new Signal(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "there is no signal '" + name + "' here; write it without SIG and in capitals: TERM, HUP, USR1", e);
        }
    }

    private SignalHandler install() {
        try {
            SignalHandler old = Signal.handle(signal, handler);
            previous = old;
            return old;
        } catch (IllegalArgumentException e) {
            throw reserved(signal.getName(), e);
        }
    }

    private static IllegalArgumentException reserved(String name, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "SIG" + name + " cannot be handled: the JVM or the system keeps it for itself"
                        + " (java -Xrs does so with HUP, INT and TERM); use another, such as USR1",
                cause);
    }

    /// {@return the signal's name, without `SIG`}
    public String name() {
        return signal.getName();
    }

    /// {@return the signal's number}
    public int number() {
        return signal.getNumber();
    }

    /// Releases the signal. Does nothing the second time.
    @Override
    public void close() {
        if (!released) {
            released = true;
            SignalHandler now = Signal.handle(signal, handler.underneath());
            if (!now.equals(handler)) {
                Signal.handle(signal, now); // somebody has claimed it since
            }
        }
    }
}
