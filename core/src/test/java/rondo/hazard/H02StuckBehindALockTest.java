package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import rondo.loop.BlockedCall;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;

/// H2: a lock is held where the loop cannot see it, and the loop is stuck behind it. The JDK's own deadlock
/// finder sees nothing; the watchdog says who waits, who holds the lock and where both are, while it lasts.
@SuppressWarnings({"BadInstanceof"}) // the hazard itself
final class H02StuckBehindALockTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final List<BlockedCall> reports = new CopyOnWriteArrayList<>();
    private final List<Long> reportedAt = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Thread> stuck = new AtomicReference<>();
    private final CountDownLatch reported = new CountDownLatch(1);
    private volatile long stuckSince;

    @Test
    void watchdogNamesTheTaskThatHoldsALockAcrossAnAwait() throws InterruptedException {
        var lock = new ReentrantLock();

        run(() -> {
            var freed = new Future<@Nullable Void>();
            Task<?> holder = start("holder", () -> holdAcrossAwait(lock, freed));
            Sleep.sleep(Duration.ZERO);
            Task<?> waiter = start("waiter", () -> queueFor(lock));
            waiter.await();
            freed.setResult(null);
            holder.await();
        });

        assertReport("waiter", Thread.State.WAITING, "held by task 'holder'", "holdAcrossAwait");
        assertThat(reports.getFirst().stack().toString()).contains("queueFor");
    }

    @Test
    void watchdogNamesTheThreadThatHoldsAMonitor() throws InterruptedException {
        var monitor = new Object();
        var held = new CountDownLatch(1);
        Thread outsider = Thread.ofPlatform().daemon().name("outsider").start(() -> holdUntilReported(monitor, held));
        held.await();

        run(() -> start("waiter", () -> enter(monitor)).await());
        outsider.join();

        assertReport("waiter", Thread.State.BLOCKED, "held by thread 'outsider'", "holdUntilReported");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "rondo.carrier",
            matches = "direct",
            disabledReason = "on the baton carrier nobody can free the monitor: asyncio would stand still for ever too")
    void watchdogNamesTheTaskThatHoldsAMonitorAcrossAnAwait() throws InterruptedException {
        var monitor = new Object();

        run(() -> {
            var freed = new Future<@Nullable Void>();
            Task<?> holder = start("holder", () -> holdMonitorAcrossAwait(monitor, freed));
            Sleep.sleep(Duration.ZERO);
            Task<?> waiter = start("waiter", () -> enter(monitor));
            while (reports.isEmpty()) {
                Sleep.sleep(Duration.ofMillis(1));
            }
            freed.setResult(null);
            waiter.await();
            holder.await();
        });

        assertReport("waiter", Thread.State.BLOCKED, "held by task 'holder'", "holdMonitorAcrossAwait");
    }

    // --- programs --------------------------------------------------------------------------------

    private void run(VoidBody body) throws InterruptedException {
        var options = LoopOptions.defaults().withSlowLimit(LIMIT).withOnBlocked(this::report);
        Deadline.within(() -> {
            try (var runner = new Runner(options)) {
                runner.run(body);
            }
        });
    }

    private void report(BlockedCall call) {
        reportedAt.add(System.nanoTime());
        reports.add(call);
        reported.countDown();
        if (stuck.get() instanceof Thread thread) {
            thread.interrupt();
        }
    }

    private static void holdAcrossAwait(ReentrantLock lock, Future<@Nullable Void> freed) {
        lock.lock();
        try {
            freed.await();
        } finally {
            lock.unlock();
        }
    }

    private static void holdMonitorAcrossAwait(Object monitor, Future<@Nullable Void> freed) {
        synchronized (monitor) {
            freed.await();
        }
    }

    private void holdUntilReported(Object monitor, CountDownLatch held) {
        synchronized (monitor) {
            held.countDown();
            Deadline.until(() -> reported.getCount() == 0, "the report");
        }
    }

    private void queueFor(ReentrantLock lock) {
        stuck.set(Thread.currentThread());
        stuckSince = System.nanoTime();
        try {
            lock.lockInterruptibly();
            lock.unlock();
        } catch (InterruptedException e) {
            stuck.set(null); // the report's answer
        }
    }

    private void enter(Object monitor) {
        stuckSince = System.nanoTime();
        synchronized (monitor) {
            assertThat(monitor).isNotNull();
        }
    }

    private static Task<?> start(String name, VoidBody body) {
        return Task.start(EventLoop.current(), VoidBody.awaitable(body), TaskOptions.named(name));
    }

    private void assertReport(String waiter, Thread.State state, String holder, String holdersFrame) {
        assertThat(reports).isNotEmpty();
        BlockedCall first = reports.getFirst();
        assertThat(first.who()).contains(waiter);
        assertThat(first.threadState()).isEqualTo(state);
        assertThat(first.detail()).contains(holder).contains(holdersFrame);
        assertThat(Duration.ofNanos(reportedAt.getFirst() - stuckSince)).isLessThan(LIMIT.multipliedBy(2));
    }
}
