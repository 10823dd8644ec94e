package rondo.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;
import rondo.time.Clock;
import rondo.time.VirtualClock;

/// What the figures of a loop say.
@Timeout(60)
final class LoopMetricsTest {
    private static LoopOptions options(Clock clock) {
        return LoopOptions.defaults().withClock(clock).withWatchdog(false);
    }

    private static LoopMetrics run(Clock clock, VoidBody body) {
        try (var runner = new Runner(options(clock))) {
            LoopMetrics metrics = LoopMetrics.on(runner.loop());
            runner.run(body);
            return metrics;
        }
    }

    private static Task<?> task(VoidBody body, boolean eager) {
        return Task.start(
                EventLoop.current(),
                VoidBody.awaitable(body),
                TaskOptions.defaults().withEager(eager));
    }

    /// A clock that costs: each look at it takes a microsecond.
    private static final class TickingClock implements Clock {
        private final AtomicLong now = new AtomicLong();

        @Override
        public long nanos() {
            return now.addAndGet(1_000);
        }

        @Override
        public boolean jumpTo(long nanos) {
            now.accumulateAndGet(nanos, Math::max);
            return true;
        }
    }

    @Test
    void tasksAreCountedByWhereTheyStand() {
        LoopMetrics after = run(new VirtualClock(), () -> {
            LoopMetrics metrics = LoopMetrics.on(EventLoop.current());
            var open = new Future<Integer>(EventLoop.current());
            Task<?> waits = task(() -> Sleep.sleep(Duration.ofDays(1)), false);
            task(open::await, true);
            Sleep.sleep(Duration.ZERO);
            Task<?> queued = task(() -> {}, false);

            assertThat(metrics.getTasksRunning()).isEqualTo(1);
            assertThat(metrics.getTasksAwaiting()).isEqualTo(2);
            assertThat(metrics.getTasksPending()).isEqualTo(1);

            queued.cancel();
            waits.cancel();
            task(
                            () -> {
                                throw new IOException("no disk");
                            },
                            false)
                    .addDoneCallback(Future::exception);
            Sleep.sleep(Duration.ofMillis(1));
            open.setResult(1);
            Sleep.sleep(Duration.ofMillis(1));
        });

        assertThat(after.getTasksCreated()).isEqualTo(5);
        assertThat(after.getTasksCancelled()).isEqualTo(2);
        assertThat(after.getTasksFailed()).isEqualTo(1);
        assertThat(after.getTasksReturned()).isEqualTo(2);
        assertThat(after.getTasksPending() + after.getTasksRunning() + after.getTasksAwaiting())
                .isZero();
    }

    @Test
    void taskThatGivesWayIsPending() {
        run(new VirtualClock(), () -> {
            LoopMetrics metrics = LoopMetrics.on(EventLoop.current());
            Task<?> yields = task(
                    () -> {
                        Sleep.sleep(Duration.ZERO);
                        Sleep.sleep(Duration.ZERO);
                    },
                    true);
            for (int i = 0; i < 2; i++) {
                assertThat(metrics.getTasksPending()).isEqualTo(1);
                assertThat(metrics.getTasksAwaiting()).isZero();
                Sleep.sleep(Duration.ZERO);
            }
            assertThat(metrics.getTasksPending()).isZero();
            assertThat(yields.done()).isTrue();
        });
    }

    @Test
    void timeIsActiveOrIdle() {
        LoopMetrics metrics = run(new TickingClock(), () -> Sleep.sleep(Duration.ofMillis(10)));

        assertThat(metrics.getIdleNanos()).isBetween(9_000_000L, 10_500_000L);
        assertThat(metrics.getActiveNanos()).isBetween(1_000L, 1_000_000L);
        assertThat(metrics.getUtilization()).isBetween(0.000_1, 0.1);
        assertThat(metrics.getPollNanos()).isGreaterThanOrEqualTo(metrics.getIdleNanos());
        assertThat(metrics.getTimersExpired()).isEqualTo(1);
        assertThat(metrics.getTicks()).isPositive();
    }

    @Test
    void delayIsTheTimeBetweenTwoPolls() {
        var clock = new VirtualClock();
        LoopMetrics metrics = run(clock, () -> {
            for (int i = 0; i < 98; i++) {
                clock.advance(Duration.ofMillis(1));
                Sleep.sleep(Duration.ZERO);
            }
            clock.advance(Duration.ofMillis(500));
            Sleep.sleep(Duration.ZERO);
        });

        assertThat(metrics.getDelayCount()).isGreaterThanOrEqualTo(99);
        assertThat(metrics.getDelayP50Nanos()).isBetween(1_000_000L, 1_010_000L);
        assertThat(metrics.getDelayMaxNanos()).isBetween(500_000_000L, 505_000_000L);
        assertThat(metrics.getDelayMeanNanos()).isBetween(4_000_000.0, 7_000_000.0);
        assertThat(metrics.getDelayStddevNanos()).isPositive();
        assertThat(metrics.getDelayMinNanos()).isLessThanOrEqualTo(metrics.getDelayP90Nanos());

        metrics.resetDelays();

        assertThat(metrics.getDelayCount()).isZero();
        assertThat(metrics.getDelayMaxNanos()).isZero();
    }

    @Test
    void queueAndTimersAreThoseOfTheLastTick() {
        run(new VirtualClock(), () -> {
            EventLoop loop = EventLoop.current();
            loop.callLater(Duration.ofDays(1), () -> {});
            for (int i = 0; i < 7; i++) {
                loop.callSoon(() -> {});
            }
            Sleep.sleep(Duration.ZERO);

            assertThat(LoopMetrics.on(loop).getQueueDepth()).isEqualTo(8);
            assertThat(LoopMetrics.on(loop).getTimers()).isEqualTo(1);
        });
    }

    @Test
    void beanIsThereUntilTheLoopIsClosed() throws JMException {
        var server = ManagementFactory.getPlatformMBeanServer();
        var name = new ObjectName("rondo:type=Loop,name=mine");
        try (var loop = new EventLoop(options(new VirtualClock()).withName("mine"));
                var twin = new EventLoop(options(new VirtualClock()).withName("mine"))) {
            LoopMetrics.on(loop);
            LoopMetrics.on(twin);

            assertThat(server.getAttribute(name, "Name")).isEqualTo("mine");
            assertThat(server.getAttribute(name, "Carrier")).isEqualTo(loop.carrier());
            assertThat(server.isRegistered(new ObjectName("rondo:type=Loop,name=mine,id=2")))
                    .isTrue();
        }

        assertThat(server.queryNames(new ObjectName("rondo:type=Loop,name=mine,*"), null))
                .isEmpty();
    }

    @Test
    void nameThatJmxCannotSpellIsQuoted() throws JMException {
        try (var loop = new EventLoop(options(new VirtualClock()).withName("a,b=*"))) {
            LoopMetrics.on(loop);

            assertThat(ManagementFactory.getPlatformMBeanServer()
                            .isRegistered(new ObjectName("rondo:type=Loop,name=" + ObjectName.quote("a,b=*"))))
                    .isTrue();
        }
    }

    @Test
    void loopIsMeasuredOnceAndNoLongerThanAskedFor() {
        try (var loop = new EventLoop(options(new VirtualClock()))) {
            LoopMetrics metrics = LoopMetrics.on(loop);

            assertThat(LoopMetrics.on(loop)).isSameAs(metrics);
            assertThat(loop.observed()).isTrue();

            metrics.close();
            metrics.close();

            assertThat(loop.observed()).isFalse();
            assertThat(LoopMetrics.on(loop)).isNotSameAs(metrics);
        }
    }
}
