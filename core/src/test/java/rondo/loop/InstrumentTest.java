package rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rondo.LogTrap;
import rondo.time.VirtualClock;

/// What an instrument of a loop is told, and what becomes of one that fails.
final class InstrumentTest {
    private final List<String> trail = new ArrayList<>();

    private class Noting implements Instrument {
        @Override
        public void tickBegins() {
            trail.add("tick");
        }

        @Override
        public void pollBegins(long waitNanos) {
            trail.add("poll " + waitNanos);
        }

        @Override
        public void pollEnds(int ready) {
            trail.add("polled " + ready);
        }

        @Override
        public void timersExpired(int count) {
            trail.add("expired " + count);
        }

        @Override
        public void snapshotBegins(int size) {
            trail.add("snapshot " + size);
        }

        @Override
        public void tickEnds() {
            trail.add("tick ends");
        }

        @Override
        public void callbackBegins(Handle handle) {
            trail.add("callback");
        }

        @Override
        public void callbackEnds(Handle handle) {
            trail.add("callback ends");
        }
    }

    private static EventLoop loop() {
        return new EventLoop(
                LoopOptions.defaults().withClock(new VirtualClock()).withWatchdog(false));
    }

    @Test
    void everyBoxOfTheTickIsToldInOrder() {
        try (EventLoop loop = loop()) {
            loop.addInstrument(new Noting());
            loop.callSoon(() -> trail.add("first"));
            loop.callLater(Duration.ofMillis(70), () -> {
                trail.add("second");
                loop.stop();
            });

            loop.runForever();
        }

        assertThat(trail)
                .containsExactly(
                        "tick",
                        "poll 0",
                        "polled 0",
                        "snapshot 1",
                        "callback",
                        "first",
                        "callback ends",
                        "tick ends",
                        "tick",
                        "poll 70000000",
                        "polled 0",
                        "expired 1",
                        "snapshot 1",
                        "callback",
                        "second",
                        "callback ends",
                        "tick ends");
    }

    @Test
    void stepOfTheLoopsOwnIsNoCallbackWhereverItRuns() {
        try (EventLoop loop = loop()) {
            loop.addInstrument(new Noting());
            loop.callSoon(() -> trail.add("the program's"));
            loop.callSoon((LoopStep) () -> trail.add(loop.turn.context() == null ? "the loop's" : "a callback's"));
            loop.callSoon(loop::stop);

            loop.runForever();
        }

        assertThat(trail)
                .containsSubsequence("callback", "the program's", "callback ends", "the loop's", "callback")
                .filteredOn("callback"::equals)
                .hasSize(2);
    }

    @Test
    void whatAnotherThreadHasQueuedIsReadyAfterThePoll() throws InterruptedException {
        try (EventLoop loop = loop()) {
            loop.addInstrument(new Noting());
            Thread.ofPlatform().start(() -> loop.callSoonThreadsafe(loop::stop)).join();

            loop.runForever();
        }

        assertThat(trail).startsWith("tick", "poll 0", "polled 1", "snapshot 1");
    }

    @Test
    void instrumentThatThrowsIsTakenOffAndLoggedAndTheOthersGoOn() {
        try (EventLoop loop = loop();
                var log = new LogTrap()) {
            loop.addInstrument(new Instrument() {
                @Override
                public void tickBegins() {
                    trail.add("broken");
                    throw new IllegalStateException("broken");
                }
            });
            loop.addInstrument(new Noting());
            loop.callSoon(() -> loop.callSoon(loop::stop));

            loop.runForever();

            assertThat(trail).containsOnlyOnce("broken").contains("tick ends");
            assertThat(log.messages()).anyMatch(each -> each.contains("failed and sees no more"));
        }
    }

    @Test
    void instrumentThatTakesItselfOffIsToldNothingMore() {
        try (EventLoop loop = loop()) {
            loop.addInstrument(new Noting() {
                @Override
                public void snapshotBegins(int size) {
                    loop.removeInstrument(this);
                }
            });
            loop.callSoon(loop::stop);

            loop.runForever();

            assertThat(loop.observed()).isFalse();
        }

        assertThat(trail).containsExactly("tick", "poll 0", "polled 0");
    }

    @Test
    void listenerForStartsSeesEachLoopBeforeItsFirstTick() {
        var started = new ArrayList<String>();
        java.util.function.Consumer<EventLoop> listener =
                loop -> started.add(loop.options().name());
        EventLoop.atStart(listener);
        try (EventLoop loop = new EventLoop(LoopOptions.defaults().withName("watched"))) {
            loop.callSoon(() -> {
                started.add("tick of one of " + EventLoop.allRunning().size());
                loop.stop();
            });

            loop.runForever();
        } finally {
            EventLoop.notAtStart(listener);
        }

        assertThat(started).first().isEqualTo("watched");
        assertThat(started).element(1).asString().startsWith("tick of one of ");
    }
}
