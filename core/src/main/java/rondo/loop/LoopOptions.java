package rondo.loop;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rondo.time.Clock;
import rondo.time.SystemClock;

/// How a loop behaves.
///
/// @param name what messages call the loop
/// @param clock where it takes the time from; a virtual one makes timers cost no time
/// @param carrier how its coroutines get their threads
/// @param blocking what it does while a task blocks its thread
/// @param slowLimit how long one step may block before it is reported; positive. A step that computes has ten
/// times as long, but in debug mode no longer
/// @param onBlocked called with such a step on the watchdog's thread, while the loop is still blocked; and again each
/// time it has lasted ten times as long
/// @param debug whether to time every callback, keep creation stacks and name every thread (asyncio's debug mode)
/// @param failOnDeadlock whether `run` ends with a [DeadlockError] when nothing can wake the loop but another
/// thread; always so in virtual time
/// @param watchdog whether a thread watches for steps that last too long
/// @param order what chooses the order in which a tick runs what is ready; null for first in, first out
public record LoopOptions(
        String name,
        Clock clock,
        CarrierChoice carrier,
        Blocking blocking,
        Duration slowLimit,
        Consumer<? super BlockedCall> onBlocked,
        boolean debug,
        boolean failOnDeadlock,
        boolean watchdog,
        @Nullable ReadyOrder order) {
    private static final Duration SLOW_LIMIT = Duration.ofMillis(100);

    private static final LoopOptions DEFAULTS = new LoopOptions(
            "main",
            SystemClock.instance(),
            CarrierChoice.AUTO,
            Blocking.WAIT,
            SLOW_LIMIT,
            Log::blockedCall,
            Boolean.getBoolean("rondo.debug") || "1".equals(System.getenv("RONDO_DEBUG")),
            false,
            true,
            null);

    /// Checks the limit.
    public LoopOptions {
        if (slowLimit.isNegative() || slowLimit.isZero()) {
            throw new IllegalArgumentException(
                    "slowLimit is " + slowLimit + "; it must be positive: one step may take that long");
        }
    }

    /// {@return the default options; `-Drondo.debug=true` and `RONDO_DEBUG=1` turn debug mode on in them}
    public static LoopOptions defaults() {
        return DEFAULTS;
    }

    /// {@return these options with another name}
    /// @param to what messages call the loop
    public LoopOptions withName(String to) {
        return new LoopOptions(
                to, clock, carrier, blocking, slowLimit, onBlocked, debug, failOnDeadlock, watchdog, order);
    }

    /// {@return these options with another clock}
    /// @param to where the loop takes the time from
    public LoopOptions withClock(Clock to) {
        return new LoopOptions(
                name, to, carrier, blocking, slowLimit, onBlocked, debug, failOnDeadlock, watchdog, order);
    }

    /// {@return these options with another carrier}
    /// @param to how coroutines get their threads
    public LoopOptions withCarrier(CarrierChoice to) {
        return new LoopOptions(name, clock, to, blocking, slowLimit, onBlocked, debug, failOnDeadlock, watchdog, order);
    }

    /// {@return these options with another policy for blocking calls}
    /// @param to what the loop does while a task blocks its thread
    public LoopOptions withBlocking(Blocking to) {
        return new LoopOptions(name, clock, carrier, to, slowLimit, onBlocked, debug, failOnDeadlock, watchdog, order);
    }

    /// {@return these options with another slow limit}
    /// @param to how long one step may take before it is reported; positive
    public LoopOptions withSlowLimit(Duration to) {
        return new LoopOptions(name, clock, carrier, blocking, to, onBlocked, debug, failOnDeadlock, watchdog, order);
    }

    /// {@return these options with another listener for steps that last too long}
    /// @param to called on the watchdog's thread
    public LoopOptions withOnBlocked(Consumer<? super BlockedCall> to) {
        return new LoopOptions(name, clock, carrier, blocking, slowLimit, to, debug, failOnDeadlock, watchdog, order);
    }

    /// {@return these options with debug mode on or off}
    /// @param to whether debug mode is on
    public LoopOptions withDebug(boolean to) {
        return new LoopOptions(
                name, clock, carrier, blocking, slowLimit, onBlocked, to, failOnDeadlock, watchdog, order);
    }

    /// {@return these options with the deadlock finder ending the run, or not}
    /// @param to whether `run` ends with a [DeadlockError]
    public LoopOptions withFailOnDeadlock(boolean to) {
        return new LoopOptions(name, clock, carrier, blocking, slowLimit, onBlocked, debug, to, watchdog, order);
    }

    /// {@return these options with the watchdog on or off}
    /// @param to whether a thread watches for steps that last too long
    public LoopOptions withWatchdog(boolean to) {
        return new LoopOptions(name, clock, carrier, blocking, slowLimit, onBlocked, debug, failOnDeadlock, to, order);
    }

    /// {@return these options with another order}
    /// @param to what chooses the order in which a tick runs what is ready; null for first in, first out
    public LoopOptions withOrder(@Nullable ReadyOrder to) {
        return new LoopOptions(
                name, clock, carrier, blocking, slowLimit, onBlocked, debug, failOnDeadlock, watchdog, to);
    }
}
