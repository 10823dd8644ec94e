package rondo.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;

/// What runs whenever a loop of this process starts. The process's monitors begin with the first one.
///
/// Any thread.
final class LoopStarts {
    private static final List<Consumer<? super EventLoop>> LISTENERS = new CopyOnWriteArrayList<>();
    private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final AtomicBoolean MONITORED = new AtomicBoolean();

    private LoopStarts() {}

    static void add(Consumer<? super EventLoop> listener) {
        LISTENERS.add(listener);
    }

    static void remove(Consumer<? super EventLoop> listener) {
        LISTENERS.remove(listener);
    }

    /// Called on the loop's thread.
    static void tell(EventLoop loop) {
        if (MONITORED.compareAndSet(false, true)) {
            List<LoopMonitor> ready = recording() ? prepared() : List.of();
            Thread.ofPlatform().daemon().name("rondo-monitor").start(() -> monitor(ready));
        }
        for (Consumer<? super EventLoop> listener : LISTENERS) {
            try {
                listener.accept(loop);
            } catch (RuntimeException e) {
                Log.warning("a listener for the start of " + loop + " failed", e);
            }
        }
    }

    /// {@return whether Flight Recorder runs} Cheap, where looking for monitors is not.
    private static boolean recording() {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent() && FlightRecorder.isInitialized();
    }

    private static List<LoopMonitor> prepared() {
        var monitors = new ArrayList<LoopMonitor>();
        ServiceLoader.load(LoopMonitor.class, LoopStarts.class.getClassLoader()).forEach(monitors::add);
        for (LoopMonitor monitor : monitors) {
            try {
                monitor.prepare();
            } catch (RuntimeException e) {
                Log.warning("the monitor " + monitor + " could not get ready", e);
            }
        }
        return monitors;
    }

    /// Looking for them costs more than a short program lasts: one that ends sooner does without.
    private static void monitor(List<LoopMonitor> ready) {
        LockSupport.parkNanos(DELAY_NANOS);
        for (LoopMonitor monitor : ready.isEmpty() ? prepared() : ready) {
            monitor.watch();
        }
    }
}
