package rondo.hazard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import rondo.loop.Blocking;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.VoidBody;

/// H4: a virtual thread whose scheduler refuses it once is never offered again. So whatever comes to the
/// scheduler of a closed loop, from any thread, is taken: a task that was still in a blocking call comes out of
/// it and ends.
@EnabledIfSystemProperty(
        named = "rondo.carrier",
        matches = "direct",
        disabledReason =
                "only the direct carrier is a scheduler, and only there a loop can be closed under a blocked task")
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop", "InterruptedInCatchBlock"}) // the hazard itself
final class H04LateWakeUpTest {
    private final EventLoop loop =
            new EventLoop(LoopOptions.defaults().withBlocking(Blocking.YIELD).withOnBlocked(call -> {}));
    private final List<Thread> blocked = new CopyOnWriteArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();

    @BeforeEach
    void keepQuiet() {
        loop.exceptionHandler(
                (any, report) -> {}); // tasks destroyed pending, and interrupts: what these tests are about
    }

    @AfterEach
    void letGo() {
        over.set(true);
        blocked.forEach(LockSupport::unpark);
    }

    @Test
    void taskQueuedForAMonitorComesOutAfterTheLoopWasClosed() throws InterruptedException {
        outlivesTheLoop(LockKind.MONITOR);
    }

    @Test
    void taskQueuedForALockComesOutAfterTheLoopWasClosed() throws InterruptedException {
        outlivesTheLoop(LockKind.REENTRANT);
    }

    private void outlivesTheLoop(LockKind kind) throws InterruptedException {
        LockKind.Mutex lock = kind.create();
        var held = new CountDownLatch(1);
        Thread holder = Thread.ofPlatform()
                .daemon()
                .start(() -> lock.holding(() -> {
                    held.countDown();
                    Deadline.until(over::get, "the end of the test");
                }));
        held.await();

        Deadline.within(() -> closeUnder(() -> lock.holding(() -> {})));
        over.set(true);

        assertThat(holder.join(Deadline.LIMIT)).isTrue();
        assertAllEnd();
    }

    @Test
    void parkedTaskComesOutWhenItIsUnparkedAfterTheLoopWasClosed() throws InterruptedException {
        Deadline.within(() -> closeUnder(() -> {
            while (!over.get()) {
                Thread.interrupted();
                LockSupport.park(this);
            }
        }));
        over.set(true);

        assertThatCode(() -> LockSupport.unpark(blocked.getFirst())).doesNotThrowAnyException();
        assertAllEnd();
    }

    @Test
    void timedParksAndTimedWaitsEndAfterTheLoopWasClosed() throws InterruptedException {
        var monitor = new Object();

        Deadline.within(() -> closeUnder(
                () -> { // each park here starts before the close and ends after it, or begins after it
                    for (int i = 0; i < 20; i++) {
                        Thread.interrupted();
                        LockSupport.parkNanos(10_000_000);
                    }
                },
                () -> {
                    synchronized (monitor) {
                        for (int i = 0; i < 20; i++) {
                            waitShortly(monitor);
                        }
                    }
                }));

        assertAllEnd();
    }

    @Test
    void interruptOfTheCloseIsEnoughForACallThatListensToIt() throws InterruptedException {
        Deadline.within(() -> closeUnder(() -> new CountDownLatch(1).await()));

        assertAllEnd();
    }

    @Test
    void stackOfABlockedTaskCanBeTakenAfterTheLoopWasClosed() throws InterruptedException {
        var lock = new ReentrantLock();
        lock.lock();
        Deadline.within(() -> closeUnder(() -> lock.lock()));

        assertThat(blocked.getFirst().getStackTrace()).isNotEmpty();
        lock.unlock();
        assertAllEnd();
    }

    /// Starts tasks, lets each of them block, and closes the loop.
    private void closeUnder(VoidBody... calls) {
        Runner.runUntilComplete(loop, VoidBody.awaitable(() -> {
            for (VoidBody call : calls) {
                Task.start(VoidBody.awaitable(() -> {
                    blocked.add(Thread.currentThread());
                    call.run();
                }));
            }
            while (blocked.size() < calls.length) {
                Sleep.sleep(Duration.ofMillis(1));
            }
        }));
        loop.close();
    }

    private static void waitShortly(Object monitor) {
        try {
            monitor.wait(10);
        } catch (InterruptedException e) {
            Thread.interrupted(); // the close; the next wait is a timed one again
        }
    }

    private void assertAllEnd() throws InterruptedException {
        for (Thread thread : blocked) {
            assertThat(thread.join(Deadline.LIMIT))
                    .as("the task at %s", List.of(thread.getStackTrace()))
                    .isTrue();
        }
    }
}
