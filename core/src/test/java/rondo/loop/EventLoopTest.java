package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.LogTrap;
import rondo.time.VirtualClock;

/// What the loop does with callbacks: their order, `stop`, and `close` (semantics 1.4 to 1.15).
@Timeout(20)
final class EventLoopTest {
    private final VirtualClock clock = new VirtualClock();
    private final EventLoop loop =
            new EventLoop(LoopOptions.defaults().withClock(clock).withName("mine"));
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        loop.close();
    }

    private Runnable log(String what) {
        return () -> log.add(what);
    }

    /// Runs one tick: a loop that is told to stop before it runs does just that.
    private void tick() {
        loop.stop();
        loop.runForever();
    }

    private static Duration millis(long n) {
        return Duration.ofMillis(n);
    }

    // --- the order -------------------------------------------------------------------------------

    @Test
    void callbacksRunInTheOrderOfScheduling() {
        loop.callSoon(log("a"));
        loop.callSoon(log("b"));

        tick();

        assertThat(log).containsExactly("a", "b");
    }

    @Test
    void whatACallbackAddsWaitsForTheNextTick() {
        loop.callSoon(() -> {
            log.add("a");
            loop.callSoon(log("child"));
        });
        loop.callSoon(log("b"));

        tick();
        assertThat(log).containsExactly("a", "b");

        tick();
        assertThat(log).containsExactly("a", "b", "child");
    }

    @Test
    void dueTimersRunAfterWhatWasReadyBeforeThePoll() {
        loop.callLater(Duration.ZERO, log("timer"));
        loop.callSoon(log("soon"));

        tick();

        assertThat(log).containsExactly("soon", "timer");
    }

    @Test
    void timerOfZeroThatACallbackSetsRunsInTheNextTick() {
        loop.callSoon(() -> {
            loop.callLater(Duration.ZERO, log("timer"));
            loop.callSoon(log("soon"));
        });

        tick();
        assertThat(log).isEmpty();

        tick();
        assertThat(log).containsExactly("soon", "timer");
    }

    @Test
    void negativeDelayCountsAsDue() {
        loop.callLater(millis(-5), log("timer"));

        tick();

        assertThat(log).containsExactly("timer");
    }

    @Test
    void timersRunByDeadlineAndEqualOnesInTheOrderOfScheduling() {
        for (int n : new int[] {3, 1, 2, 1, 3}) {
            loop.callLater(millis(n), log(n + "-" + log.size() + loop.time()));
        }
        loop.callAt(millis(1).toNanos(), log("at"));
        loop.callLater(millis(4), loop::stop);

        loop.runForever();

        assertThat(log).containsExactly("1-00", "1-00", "at", "2-00", "3-00", "3-00");
        assertThat(loop.time()).isEqualTo(millis(4).toNanos());
    }

    @Test
    void virtualTimeJumpsToTheNextTimer() {
        loop.callLater(Duration.ofDays(1), loop::stop);

        loop.runForever();

        assertThat(loop.time()).isEqualTo(Duration.ofDays(1).toNanos());
    }

    @Test
    void timerTellsItsDeadline() {
        clock.advance(millis(5));

        assertThat(loop.callLater(millis(10), () -> {}).when())
                .isEqualTo(millis(15).toNanos());
    }

    @Test
    void cancelledCallbacksAreSkipped() {
        Handle soon = loop.callSoon(log("soon"));
        Handle timer = loop.callLater(Duration.ZERO, log("timer"));
        loop.callSoon(timer::cancel);
        soon.cancel();
        soon.cancel();

        tick();

        assertThat(log).isEmpty();
        assertThat(soon.cancelled()).isTrue();
    }

    @Test
    void callbackOfAnotherThreadWakesALoopThatSleeps() {
        var real = new EventLoop(LoopOptions.defaults());
        Thread waker = Thread.ofPlatform().unstarted(() -> {
            while (!real.waiting.asleep()) {
                Thread.onSpinWait();
            }
            real.callSoonThreadsafe(() -> {
                log.add(String.valueOf(EventLoop.current() == real));
                real.stop();
            });
        });
        waker.start();

        real.runForever();

        real.close();
        assertThat(log).containsExactly("true");
    }

    @Test
    void callSoonThreadsafeOnTheLoopsOwnThreadKeepsTheOrderOfCalls() {
        loop.callSoon(() -> {
            loop.callSoon(log("a"));
            loop.callSoonThreadsafe(log("b"));
            loop.callSoon(log("c"));
        });

        tick();
        tick();

        assertThat(log).containsExactly("a", "b", "c");
    }

    @Test
    void callbacksOfAnotherThreadKeepTheirOrder() throws InterruptedException {
        Thread other = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 100; i++) {
                loop.callSoonThreadsafe(log("" + i));
            }
            loop.callSoonThreadsafe(loop::stop);
        });
        other.join();

        loop.runForever();

        assertThat(log).hasSize(100).startsWith("0", "1").endsWith("98", "99");
    }

    // --- errors ----------------------------------------------------------------------------------

    @Test
    void failingCallbackGoesToTheHandlerAndTheLoopGoesOn() {
        var failure = new IllegalStateException("broken");
        var reports = new ArrayList<ErrorReport>();
        loop.exceptionHandler((which, report) -> reports.add(report));
        Handle failing = loop.callSoon(() -> {
            throw failure;
        });
        loop.callSoon(log("next"));

        tick();

        assertThat(log).containsExactly("next");
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.exception()).isSameAs(failure);
            assertThat(report.message()).startsWith("exception in callback ");
            assertThat(report.details()).containsEntry("handle", failing);
        });
    }

    @Test
    void stackOverflowOfACallbackLeavesTheLoopAlive() { // H10
        var reports = new ArrayList<@Nullable Throwable>();
        loop.exceptionHandler((which, report) -> reports.add(report.exception()));
        loop.callSoon(EventLoopTest::recurse);
        loop.callSoon(log("next"));

        tick();

        assertThat(log).containsExactly("next");
        assertThat(reports).singleElement().isInstanceOf(StackOverflowError.class);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void recurse() {
        recurse();
    }

    @Test
    void handlerThatFailsIsLoggedWithWhatItWasToldOf() {
        loop.exceptionHandler((any, report) -> {
            throw new IllegalStateException("the handler itself");
        });
        loop.callSoon(() -> {
            throw new IllegalArgumentException("the callback");
        });
        loop.callSoon(log("behind it"));

        try (var trap = new LogTrap()) {
            tick();

            assertThat(trap.messages())
                    .singleElement()
                    .asString()
                    .startsWith("the exception handler failed on: exception in callback");
        }
        assertThat(log).containsExactly("behind it");
    }

    @Test
    void errorOfTheJvmLeavesTheLoop() {
        loop.callSoon(() -> {
            throw new InternalError("the JVM is in trouble");
        });
        loop.callSoon(log("behind it"));

        assertThatExceptionOfType(InternalError.class).isThrownBy(loop::runForever);

        assertThat(loop.running()).isFalse();
        assertThat(log).isEmpty();
        tick();
        assertThat(log).as("in the next run").containsExactly("behind it");
    }

    // --- running and stopping --------------------------------------------------------------------

    @Test
    void stopLetsTheTickEndAndKeepsWhatItAdded() { // T32
        loop.callSoon(() -> {
            log.add("st");
            loop.stop();
            loop.callSoon(log("queued"));
        });
        loop.callSoon(log("sibling"));

        loop.runForever();
        assertThat(log).containsExactly("st", "sibling");

        tick();
        assertThat(log).containsExactly("st", "sibling", "queued");
    }

    @Test
    void stopBeforeTheRunGivesExactlyOneTick() {
        loop.callSoon(() -> loop.callSoon(log("second tick")));
        loop.callLater(millis(1), log("timer"));

        tick();

        assertThat(log).isEmpty();
        assertThat(loop.time()).isZero();
    }

    @Test
    void runningLoopCannotBeRunAgain() {
        loop.callSoon(() -> {
            assertThat(loop.running()).isTrue();
            assertThatIllegalStateException()
                    .isThrownBy(loop::runForever)
                    .withMessageContaining("'mine' is running already");
        });

        tick();

        assertThat(loop.running()).isFalse();
    }

    @Test
    void threadThatRunsALoopCannotRunAnother() {
        var messages = new ArrayList<String>();
        loop.callSoon(() -> {
            try (var other = new EventLoop(loop.options().withName("other"))) {
                assertThatIllegalStateException()
                        .isThrownBy(other::runForever)
                        .satisfies(e -> messages.add(e.getMessage()));
            }
        });

        tick();

        assertThat(messages).singleElement().asString().contains("'other'").contains("this thread runs 'mine'");
    }

    @Test
    void loopRunsOnAVirtualThreadToo() throws InterruptedException {
        Thread virtual = Thread.ofVirtual().start(() -> {
            loop.callLater(millis(1), () -> {
                log.add("ran");
                loop.stop();
            });
            loop.runForever();
        });

        virtual.join();

        assertThat(log).containsExactly("ran");
    }

    @Test
    void currentLoopIsKnownOnlyWhereItRuns() throws InterruptedException {
        var seen = new AtomicReference<@Nullable EventLoop>();
        loop.callSoon(() -> seen.set(EventLoop.current()));

        tick();

        assertThat(seen.get()).isSameAs(loop);
        assertThat(EventLoop.currentOrNull()).isNull();
        assertThatIllegalStateException()
                .isThrownBy(EventLoop::current)
                .withMessageContaining("no event loop runs on thread");
    }

    // --- closing ---------------------------------------------------------------------------------

    @Test
    void closeDropsWhatIsQueuedWithoutRunningIt() {
        loop.callSoon(log("soon"));
        loop.callLater(Duration.ZERO, log("timer"));
        loop.callSoonThreadsafe(log("threadsafe"));

        loop.close();
        loop.close();

        assertThat(loop.closed()).isTrue();
        assertThat(log).isEmpty();
    }

    @Test
    void closedLoopTakesNothing() {
        loop.close();

        for (Runnable call : List.<Runnable>of(
                () -> loop.callSoon(() -> {}),
                () -> loop.callLater(millis(1), () -> {}),
                () -> loop.callAt(1, () -> {}),
                () -> loop.callSoonThreadsafe(() -> {}),
                loop::runForever)) {
            assertThatExceptionOfType(LoopClosedException.class)
                    .isThrownBy(call::run)
                    .withMessageContaining("'mine' is closed");
        }
    }

    @Test
    void runningLoopCannotBeClosed() {
        loop.callSoon(
                () -> assertThatIllegalStateException().isThrownBy(loop::close).withMessageContaining("stop it first"));

        tick();

        assertThat(loop.closed()).isFalse();
    }

    @Test
    void attachmentIsMadeOnceAndClosedWithTheLoop() {
        final class Attached implements AutoCloseable {
            @Override
            public void close() {
                log.add("closed");
            }
        }

        Attached first = loop.attachment(Attached.class, any -> new Attached());
        Attached second = loop.attachment(Attached.class, any -> new Attached());
        loop.close();

        assertThat(second).isSameAs(first);
        assertThat(log).containsExactly("closed");
    }

    @Test
    void closeTellsItsListenersOnceAndLateOnesAtOnce() {
        Runnable withdrawn = log("withdrawn");
        loop.atClose(log("early"));
        loop.atClose(withdrawn);
        loop.notAtClose(withdrawn);

        loop.close();
        loop.close();
        loop.atClose(log("late"));

        assertThat(log).containsExactly("early", "late");
    }

    // --- other threads ---------------------------------------------------------------------------

    @Test
    void callFromAnotherThreadFailsAndNamesBothLoops() {
        var messages = new ArrayList<String>();
        loop.callSoon(() -> {
            Thread other = Thread.ofPlatform().name("visitor").start(() -> {
                try (var theirs = new EventLoop(LoopOptions.defaults().withName("theirs"))) {
                    theirs.callSoon(() -> {
                        assertThatIllegalStateException()
                                .isThrownBy(() -> loop.callSoon(() -> {}))
                                .satisfies(e -> messages.add(e.getMessage()));
                        theirs.stop();
                    });
                    theirs.runForever();
                }
            });
            while (other.isAlive()) {
                Thread.onSpinWait();
            }
        });

        tick();

        assertThat(messages)
                .singleElement()
                .asString()
                .contains("event loop 'mine' was used from")
                .contains("a task or callback of another event loop 'theirs'")
                .contains("callSoonThreadsafe");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without such checks may pass
    void refusesNullForACallback() {
        assertThatNullPointerException().isThrownBy(() -> loop.callSoon(null)).withMessage("the callback is null");
        assertThatNullPointerException()
                .isThrownBy(() -> loop.callLater(Duration.ZERO, null))
                .withMessage("the callback is null");
        assertThatNullPointerException()
                .isThrownBy(() -> loop.callSoonThreadsafe(null))
                .withMessage("the callback is null");
    }

    @Test
    void delaysBeyondTheClocksRangeCountAsACentury() {
        loop.callLater(Duration.ofSeconds(Long.MIN_VALUE), log("long ago"));
        loop.callLater(Duration.ofSeconds(Long.MAX_VALUE), log("never"));

        tick();

        assertThat(log).containsExactly("long ago");
    }

    @Test
    void exceptionHandlerIsRefusedFromAnotherThread() {
        loop.callSoon(() -> logRefusalOnAnotherThread(() -> loop.exceptionHandler(null)));

        tick();

        assertThat(log).singleElement().asString().contains("go through callSoonThreadsafe");
    }

    @Test
    void reportIsRefusedFromAnotherThread() {
        var reported = new ArrayList<ErrorReport>();
        loop.exceptionHandler((any, report) -> reported.add(report));
        var report = new ErrorReport("from elsewhere", null, "loop", loop);
        loop.callSoon(() -> logRefusalOnAnotherThread(() -> loop.callExceptionHandler(report)));

        tick();
        tick();

        assertThat(log).singleElement().asString().contains("go through callSoonThreadsafe");
        assertThat(reported).isEmpty();
    }

    @Test
    void handleCannotBeCancelledFromAnotherThread() {
        var refusals = new ArrayList<String>();
        loop.callSoon(() -> {
            List<Handle> handles = List.of(
                    loop.callSoon(log("soon")),
                    loop.callLater(Duration.ZERO, log("timer")),
                    loop.callSoonThreadsafe(log("threadsafe")));
            handles.forEach(handle -> logRefusalOnAnotherThread(handle::cancel));
            refusals.addAll(log);
            log.clear();
        });

        tick();
        tick();

        assertThat(refusals)
                .hasSize(3)
                .allSatisfy(refusal -> assertThat(refusal).contains("go through callSoonThreadsafe"));
        assertThat(log).containsExactlyInAnyOrder("soon", "timer", "threadsafe");
    }

    @Test
    void anotherThreadMayHaveTheLoopCancelAHandle() {
        TimerHandle timer = loop.callLater(millis(5), log("timer"));
        loop.callSoon(() -> runOnAnotherThread(() -> loop.callSoonThreadsafe(timer::cancel)));

        tick();
        tick();
        clock.advance(millis(10));
        tick();

        assertThat(timer.cancelled()).isTrue();
        assertThat(log).isEmpty();
    }

    /// Makes a call on another thread, and logs what that is refused with.
    private void logRefusalOnAnotherThread(Runnable call) {
        runOnAnotherThread(() -> {
            try {
                call.run();
            } catch (IllegalStateException e) {
                log.add(e.getMessage());
            }
        });
    }

    /// Does not block: the loop would let others run after a while.
    private static void runOnAnotherThread(Runnable call) {
        Thread other = Thread.ofPlatform().start(call);
        while (other.isAlive()) {
            Thread.onSpinWait();
        }
    }
}
