package rondo.io;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import rondo.loop.EventLoop;
import rondo.task.Closing;

/// A loop's own pool of helper threads, made at its first job.
///
/// Platform threads, so that nothing in them can end up on the loop: a virtual thread that is started in a
/// coroutine inherits its scheduler. Loop thread only.
final class DefaultExecutor implements AutoCloseable {
    /// asyncio's bound: `min(32, cpus + 4)`.
    private static final int MOST_THREADS = 32;

    private static final int MORE_THAN_CPUS = 4;
    private static final long IDLE_SECONDS = 60;

    /// How long a runner waits for the jobs that still run (asyncio's `THREAD_JOIN_TIMEOUT`, 300 s).
    private static final Duration JOIN_LIMIT = Duration.ofMinutes(5);

    private final EventLoop loop;
    private @Nullable ExecutorService executor;
    private boolean used; // so that there is something to wait for at the end
    private boolean shutDown;

    private DefaultExecutor(EventLoop loop) {
        this.loop = loop;
    }

    static DefaultExecutor of(EventLoop loop) {
        return loop.attachment(DefaultExecutor.class, DefaultExecutor::new);
    }

    /// {@return how many threads a pool has at most on a machine}
    static int bound(int cpus) {
        return Math.min(MOST_THREADS, cpus + MORE_THAN_CPUS);
    }

    ExecutorService executor() {
        if (shutDown) {
            throw new IllegalStateException("the default executor of " + loop
                    + " has been shut down; pass an executor of your own, or start the job earlier");
        }
        if (!used) {
            used = true;
            Closing.add(loop, () -> shutdown(JOIN_LIMIT));
        }
        ExecutorService mine = executor;
        if (mine == null) {
            mine = pool(loop.options().name());
            executor = mine;
        }
        return mine;
    }

    void replaceWith(ExecutorService other) {
        executor = other;
    }

    private static ExecutorService pool(String loop) {
        int threads = bound(Runtime.getRuntime().availableProcessors());
        ThreadFactory factory = Thread.ofPlatform()
                .daemon()
                .inheritInheritableThreadLocals(false)
                .name("rondo-" + loop + "-helper-", 1)
                .factory();
        // a lock-free queue: handing over a job must not make the loop wait for a helper
        var pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedTransferQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /// Refuses new jobs and waits for those that are there, on a thread of its own, so that the loop goes on
    /// meanwhile.
    void shutdown(@Nullable Duration limit) {
        shutDown = true;
        ExecutorService mine = executor;
        if (mine == null) {
            return;
        }
        mine.shutdown();
        if (mine.isTerminated()) {
            return;
        }
        long nanos = limit == null ? Long.MAX_VALUE : limit.toNanos();
        var joined = new ThreadJob<Boolean>(loop, () -> mine.awaitTermination(nanos, TimeUnit.NANOSECONDS));
        joined.submitTo(
                Thread.ofPlatform().daemon().name("rondo-" + loop.options().name() + "-join")::start);
        if (!joined.await()) {
            System.getLogger("rondo")
                    .log(
                            System.Logger.Level.WARNING,
                            "the default executor of {0} did not finish its jobs within {1}; they go on alone",
                            loop,
                            limit);
        }
    }

    /// The loop has been closed: no new jobs, and no waiting for those that run.
    @Override
    public void close() {
        shutDown = true;
        if (executor != null) {
            executor.shutdown();
        }
    }
}
