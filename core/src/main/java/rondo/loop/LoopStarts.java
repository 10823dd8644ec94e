package rondo.loop;

import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Who wants to know that a loop of this process starts. The process's monitors begin with the first one.
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
            Thread.ofPlatform().daemon().name("rondo-monitor").start(LoopStarts::monitor);
        }
        for (Consumer<? super EventLoop> listener : LISTENERS) {
            try {
                listener.accept(loop);
            } catch (RuntimeException e) {
                Log.warning("a listener for the start of " + loop + " failed", e);
            }
        }
    }

    /// Looking for them costs more than a short program lasts: one that ends sooner does without.
    private static void monitor() {
        LockSupport.parkNanos(DELAY_NANOS);
        for (LoopMonitor monitor : ServiceLoader.load(LoopMonitor.class, LoopStarts.class.getClassLoader())) {
            monitor.watch();
        }
    }
}
