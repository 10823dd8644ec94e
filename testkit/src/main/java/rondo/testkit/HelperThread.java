package rondo.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import rondo.loop.EventLoop;
import rondo.loop.LoopClosedException;
import rondo.loop.LoopStep;
import rondo.time.SystemClock;

/// The executor of a simulation's `toThread`: each job is a step in the run's order, for which the loop waits
/// while a thread of its own does it. So when a job begins and ends is the order's choice, and not the
/// machine's.
///
/// A job that waits for the loop in its turn is no longer waited for; then the machine decides when it ends.
final class HelperThread extends AbstractExecutorService {
    private static final long LOOK_NANOS = 1_000_000;

    private final EventLoop loop;
    private final AtomicBoolean shutdown = new AtomicBoolean(); // any thread
    private final List<Thread> working = new ArrayList<>(); // loop thread only

    HelperThread(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public void execute(Runnable job) {
        LoopStep step = () -> work(job);
        if (EventLoop.currentOrNull() == loop) {
            loop.callSoon(step);
            return;
        }
        try {
            loop.callSoonThreadsafe(step);
        } catch (LoopClosedException e) {
            // nobody is left to be told of its end
        }
    }

    private void work(Runnable job) {
        var done = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("rondo-simulation-helper")
                .inheritInheritableThreadLocals(false)
                .start(() -> {
                    try {
                        job.run();
                    } finally {
                        done.countDown();
                    }
                });
        working.removeIf(other -> !other.isAlive());
        working.add(thread);
        await(done, thread);
    }

    /// Spins: to park would be to give the turn away.
    private static void await(CountDownLatch done, Thread thread) {
        long look = SystemClock.instance().nanos() + LOOK_NANOS;
        while (done.getCount() > 0) {
            Thread.onSpinWait();
            if (SystemClock.instance().nanos() >= look) {
                if (waitsForLoop(thread) || Thread.currentThread().isInterrupted()) {
                    return;
                }
                look = SystemClock.instance().nanos() + LOOK_NANOS;
            }
        }
    }

    private static boolean waitsForLoop(Thread thread) {
        if (thread.getState() == Thread.State.RUNNABLE) {
            return false;
        }
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().startsWith("rondo.io.ThreadsideFuture")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void shutdown() {
        shutdown.set(true);
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        working.forEach(Thread::interrupt);
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown.get();
    }

    @Override
    public boolean isTerminated() {
        return isShutdown();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isShutdown();
    }
}
