package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;

/// Calls that block the thread of a task: what the loop does meanwhile, and what the watchdog says.
@Timeout(30)
final class BlockingTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    /// For a test in which the watchdog must not report anything else: a busy step is one that lasts ten times
    /// as long, which a loaded machine does not make of a short one.
    private static final Duration LONGER = Duration.ofMillis(200);

    private static final Duration NEVER = Duration.ofHours(1);

    private final ConcurrentLinkedQueue<BlockedCall> reports = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> reporters = new ConcurrentLinkedQueue<>();
    private final Semaphore told = new Semaphore(0); // one for each report: the last may come after the run
    private final List<String> log = new ArrayList<>(); // loop thread only

    private LoopOptions options(Blocking policy, Duration limit, Runnable onReport) {
        return LoopOptions.defaults().withBlocking(policy).withSlowLimit(limit).withOnBlocked(call -> {
            reports.add(call);
            reporters.add(Thread.currentThread().getName());
            told.release();
            onReport.run();
        });
    }

    private void run(LoopOptions options, VoidBody body) {
        try (var runner = new Runner(options)) {
            runner.run(body);
        }
    }

    private static Task<?> task(String name, VoidBody body) {
        return Task.start(EventLoop.current(), VoidBody.awaitable(body), TaskOptions.named(name));
    }

    private static void needsDirectCarrier() {
        try (var loop = new EventLoop()) {
            assumeTrue(
                    loop.carrier().equals("direct"),
                    "only the direct carrier can let others run: java.lang is not open");
        }
    }

    private static String stackOf(BlockedCall call) {
        return call.stack().toString();
    }

    @Test
    void blockingCallIsReportedByTheWatchdogWhileItStillBlocks() {
        var gate = new CountDownLatch(1);

        run(
                options(Blocking.WAIT, LONGER, gate::countDown),
                () -> task("sleepy", () -> gate.await()).await());

        assertThat(reports).singleElement().satisfies(call -> {
            assertThat(call.who()).isEqualTo("task 'sleepy'");
            assertThat(stackOf(call)).contains("CountDownLatch.await").contains("BlockingTest");
            assertThat(call.threadState()).isIn(Thread.State.WAITING, Thread.State.TIMED_WAITING);
            assertThat(call.lasted()).isGreaterThanOrEqualTo(LONGER);
            assertThat(call.toString())
                    .contains("task 'sleepy' has blocked the loop for")
                    .contains("\n\tat ");
        });
        assertThat(reporters).singleElement().asString().startsWith("rondo-watchdog-");
    }

    @Test
    void longSleepOfTheLoopIsNobodysStep() {
        run(options(Blocking.WAIT, Duration.ofMillis(100), () -> {}), () -> {
            EventLoop.current().addInstrument(new Instrument() {
                private boolean slept;

                @Override
                public void pollBegins(long waitNanos) {
                    slept = waitNanos != 0;
                }

                @Override
                public void pollEnds(int ready) {
                    long start = System.nanoTime();
                    while (slept && reports.isEmpty() && System.nanoTime() - start < SHORT.toNanos()) {
                        Thread.onSpinWait(); // long enough for the watchdog, which the loop has woken, to look
                    }
                }
            });
            Sleep.sleep(Duration.ofSeconds(3)); // the watchdog rests after one
        });

        assertThat(reports).isEmpty();
    }

    @Test
    void nameWritesNoLineOfItsOwnIntoTheReport() {
        var gate = new CountDownLatch(1);

        run(
                options(Blocking.WAIT, SHORT, gate::countDown),
                () -> task("a\nSEVERE: b\u001b[2J", () -> gate.await()).await());

        assertThat(reports)
                .singleElement()
                .asString()
                .startsWith("task 'a\\u000aSEVERE: b\\u001b[2J' has blocked the loop for ");
    }

    @Test
    void busyTaskIsReportedWhileItIsBusy() {
        var seen = new CountDownLatch(1);

        run(
                options(Blocking.WAIT, SHORT, seen::countDown),
                () -> task("busy", () -> {
                            while (seen.getCount() > 0) {
                                Thread.onSpinWait();
                            }
                        })
                        .await());

        assertThat(reports).anySatisfy(call -> {
            assertThat(call.who()).isEqualTo("task 'busy'");
            assertThat(stackOf(call)).contains("BlockingTest");
            assertThat(call.toString()).contains("has kept the loop busy for");
        });
    }

    @Test
    void busyCallbackIsReportedToo() {
        var seen = new CountDownLatch(1);
        try (var loop =
                new EventLoop(options(Blocking.WAIT, SHORT, seen::countDown).withName("mine"))) {
            loop.callSoon(() -> {
                while (seen.getCount() > 0) {
                    Thread.onSpinWait();
                }
                loop.stop();
            });
            loop.runForever();
        }

        assertThat(reports).anySatisfy(call -> assertThat(call.who()).isEqualTo("a callback of event loop 'mine'"));
    }

    @Test
    void shortBlockingCallLetsNobodyIn() {
        run(options(Blocking.WAIT, NEVER, () -> {}), () -> {
            Task<?> first = task("first", () -> {
                log.add("before");
                boolean opened = new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
                log.add("after " + opened);
            });
            Task<?> second = task("second", () -> log.add("second"));
            first.await();
            second.await();
        });

        assertThat(log).containsExactly("before", "after false", "second");
        assertThat(reports).isEmpty();
    }

    @Test
    void otherTasksRunOnceTheLimitHasPassed() {
        needsDirectCarrier();
        var gate = new CountDownLatch(1);

        run(options(Blocking.WAIT, LONGER, () -> {}), () -> {
            Task<?> sleepy = task("sleepy", gate::await);
            task("opener", gate::countDown);
            sleepy.await();
        });

        told.acquireUninterruptibly();
        assertThat(reports)
                .singleElement()
                .satisfies(call -> assertThat(call.who()).isEqualTo("task 'sleepy'"));
        assertThat(reporters).singleElement().asString().startsWith("rondo-watchdog-");
    }

    @Test
    void callSiteThatReachedTheLimitYieldsAtOnceAfterwardsAndIsCounted() {
        needsDirectCarrier();

        var unwatched = options(Blocking.WAIT, SHORT, () -> {}).withWatchdog(false); // then the loop tells it itself
        run(unwatched, () -> {
            for (int i = 0; i < 3; i++) {
                var gate = new CountDownLatch(1);
                Task<?> sleepy = task("sleepy-" + i, () -> blockAt(gate));
                task("opener", gate::countDown);
                sleepy.await();
            }
        });

        assertThat(reports)
                .extracting(BlockedCall::who)
                .containsExactly("task 'sleepy-0'", "task 'sleepy-1'", "task 'sleepy-2'");
        assertThat(reports).first().satisfies(call -> assertThat(call.lasted()).isGreaterThanOrEqualTo(SHORT));
        assertThat(List.copyOf(reports).subList(1, 3))
                .extracting(BlockedCall::lasted)
                .containsOnly(Duration.ZERO);
        assertThat(reports).last().satisfies(call -> assertThat(call.detail()).startsWith("call 3 from here"));
    }

    private static void blockAt(CountDownLatch gate) throws InterruptedException {
        gate.await();
    }

    @Test
    void stallWaitsHoweverLongItTakes() {
        var gate = new CountDownLatch(1);

        run(options(Blocking.STALL, LONGER, gate::countDown), () -> {
            Task<?> sleepy = task("sleepy", () -> {
                gate.await();
                log.add("sleepy");
            });
            Task<?> other = task("other", () -> log.add("other"));
            sleepy.await();
            other.await();
        });

        assertThat(log).containsExactly("sleepy", "other");
        assertThat(reports)
                .singleElement()
                .satisfies(call -> assertThat(call.who()).isEqualTo("task 'sleepy'"));
    }

    @Test
    void yieldLetsOthersRunAtOnceAndReportsNothing() {
        needsDirectCarrier();
        var gate = new CountDownLatch(1);

        run(options(Blocking.YIELD, NEVER, () -> {}), () -> {
            Task<?> sleepy = task("sleepy", gate::await);
            task("opener", gate::countDown);
            sleepy.await();
        });

        assertThat(reports).isEmpty();
    }

    @Test
    void nothingBeginsInTheMiddleOfAStepAlthoughATaskThatWasLetGoEndsThere() {
        needsDirectCarrier();
        var goneMayGoOn = new CountDownLatch(1);
        var loadingMayGoOn = new CountDownLatch(1);
        var loader = new ClassLoader(null) { // while somebody loads a class the loop waits for it
                    @Override
                    protected Class<?> findClass(String name) throws ClassNotFoundException {
                        goneMayGoOn.countDown();
                        awaitUninterrupted(loadingMayGoOn);
                        throw new ClassNotFoundException(name);
                    }
                };

        run(options(Blocking.WAIT, SHORT, () -> {}).withWatchdog(false), () -> {
            Task<?> gone = task("gone", () -> {
                goneMayGoOn.await();
                startEagerly(() -> Sleep.sleep(Duration.ZERO));
                loadingMayGoOn.countDown();
                log.add("gone");
            });
            Task<?> loading = task("loading", () -> {
                assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> loader.loadClass("x.Y"));
                log.add("loading");
            });
            EventLoop.current().callSoon(() -> log.add("callback"));
            gone.await();
            loading.await();
        });

        assertThat(log).containsExactly("gone", "loading", "callback");
    }

    private static void startEagerly(VoidBody body) {
        var options = TaskOptions.defaults().withEager(true);
        Task.start(EventLoop.current(), VoidBody.awaitable(body), options);
    }

    private static void awaitUninterrupted(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void failEndsTheTaskWithTheCallThatBlocked() {
        needsDirectCarrier();

        run(options(Blocking.FAIL, NEVER, () -> {}), () -> {
            Task<?> sleepy = task("sleepy", () -> new CountDownLatch(1).await());

            assertThatExceptionOfType(BlockingCallException.class)
                    .isThrownBy(sleepy::await)
                    .withMessageContaining("task 'sleepy' blocked the loop")
                    .satisfies(e -> assertThat(List.of(e.getStackTrace()).toString())
                            .contains("CountDownLatch.await")
                            .contains("BlockingTest"));
        });
    }

    @Test
    void failReachesATaskThatEatsTheInterrupt() {
        needsDirectCarrier();

        run(options(Blocking.FAIL, NEVER, () -> {}), () -> {
            Task<?> sleepy = task("sleepy", () -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    log.add("interrupted");
                }
            });

            assertThatExceptionOfType(BlockingCallException.class).isThrownBy(sleepy::await);
        });

        assertThat(log).containsExactly("interrupted");
    }

    @Test
    void forbiddenCallIsToldWhileTheTaskIsInItWhateverTheTaskMakesOfIt() {
        needsDirectCarrier();
        var told = new ArrayList<String>();

        try (var runner = new Runner(options(Blocking.FAIL, NEVER, () -> {}))) {
            runner.loop().onForbiddenCall(call -> told.add(call.who()));
            runner.run(() -> task("sleepy", () -> {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            told.add("interrupted");
                        }
                        try {
                            Sleep.sleep(Duration.ZERO);
                        } catch (BlockingCallException e) {
                            told.add("eaten");
                        }
                    })
                    .await());
        }

        assertThat(told).containsExactly("task 'sleepy'", "interrupted", "eaten");
    }

    @Test
    void failForgivesALockThatComesFreeAtOnce() {
        needsDirectCarrier();
        var gate = new CountDownLatch(1);

        run(options(Blocking.FAIL, NEVER, () -> {}), () -> {
            Thread.ofPlatform().start(gate::countDown);
            gate.await();
            log.add("through");
        });

        assertThat(log).containsExactly("through");
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // what is tested
    void threadYieldOfTheProgramIsNoBlockingCall() {
        run(options(Blocking.FAIL, NEVER, () -> {}), () -> {
            Task<?> polite = task("polite", () -> {
                Thread.yield();
                log.add("polite");
            });
            Task<?> other = task("other", () -> log.add("other"));
            polite.await();
            other.await();
        });

        assertThat(log).containsExactly("polite", "other");
    }

    @Test
    void longStackOfABlockedCallIsCutShort() {
        var frame = new StackTraceElement("Recursive", "call", "Recursive.java", 1);
        var call = new BlockedCall(
                "task 'deep'", Duration.ofMillis(100), Thread.State.RUNNABLE, Collections.nCopies(1_000, frame), "");

        assertThat(call.toString().lines()).hasSize(1 + 60 + 1).last().isEqualTo("\t... 940 more");
        assertThat(call.stack()).hasSize(1_000);
    }

    static List<Throwable> failures() {
        return List.of(new IllegalStateException("mine"), new AssertionError("mine"), new OutOfMemoryError("mine"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void listenerThatFailsIsLoggedAndTheNextReportStillComes(Throwable failure) {
        var seen = new CountDownLatch(2);

        run(
                options(Blocking.WAIT, SHORT, () -> {
                    seen.countDown();
                    throw raise(failure);
                }),
                () -> {
                    for (int i = 0; i < 2; i++) {
                        long left = seen.getCount();
                        task("busy", () -> {
                                    while (seen.getCount() == left) {
                                        Thread.onSpinWait();
                                    }
                                })
                                .await();
                    }
                });

        assertThat(seen.getCount()).isZero();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // any error, as it is
    private static <X extends Throwable> RuntimeException raise(Throwable e) throws X {
        throw (X) e;
    }
}
