package rondo.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.sync.Lock;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;

/// What a debugger is told of a loop's ticks, and of one task.
@Timeout(120)
final class TickSampleTest {
    private static final Pattern ROW = Pattern.compile("\\[(\\d+(?:,\\d+)+)]");

    private static LoopOptions options(String name) {
        return LoopOptions.defaults().withName(name).withWatchdog(false);
    }

    private static String json(TickSample sample) {
        Json json = new Json().object();
        sample.write(json);
        return json.endObject().toString();
    }

    private static List<long[]> rows(String json, String name) {
        String from = json.substring(json.indexOf("\"" + name + "\":["));
        return ROW.matcher(from.substring(0, from.indexOf("]]") + 2))
                .results()
                .map(row -> Arrays.stream(row.group(1).split(",", -1))
                        .mapToLong(Long::parseLong)
                        .toArray())
                .toList();
    }

    @Test
    void ticksAndStepsAreThoseThatHappened() throws Exception {
        try (var runner = new Runner(options("sampled"))) {
            runner.run(() -> {
                var sample = new TickSample(EventLoop.current(), 100);
                EventLoop.current().addInstrument(sample);
                for (int i = 0; i < 5; i++) {
                    Sleep.sleep(Duration.ZERO);
                }

                String json = json(sample);

                long me = Task.current().number();
                assertThat(rows(json, "ticks")).hasSize(4).allSatisfy(tick -> {
                    assertThat(Arrays.copyOf(tick, 4)).isSorted();
                    assertThat(tick[5]).isPositive();
                });
                assertThat(rows(json, "steps")).hasSize(4).allSatisfy(step -> {
                    assertThat(step[0]).isEqualTo(me);
                    assertThat(step[1]).isLessThanOrEqualTo(step[2]);
                });
            });
        }
    }

    @Test
    void fullSampleLeavesTheLoopAlone() throws Exception {
        try (var runner = new Runner(options("full"))) {
            runner.run(() -> {
                var sample = new TickSample(EventLoop.current(), 3);
                EventLoop.current().addInstrument(sample);
                for (int i = 0; i < 20; i++) {
                    Sleep.sleep(Duration.ZERO);
                }

                assertThat(EventLoop.current().observed()).isFalse();
                assertThat(rows(json(sample), "ticks")).hasSize(3);
            });
        }
    }

    @Test
    void monitorSamplesFromOneRequestToTheNext() throws Exception {
        var loop = new CompletableFuture<EventLoop>();
        var over = new AtomicBoolean();
        var observedAtTheEnd = new AtomicBoolean(true);
        Thread runs = Thread.ofPlatform().start(() -> {
            try (var runner = new Runner(options("watched from outside"))) {
                runner.run(() -> {
                    loop.complete(EventLoop.current());
                    while (!over.get()) {
                        Sleep.sleep(Duration.ofMillis(1));
                    }
                    for (int i = 0; i < 20; i++) {
                        Sleep.sleep(Duration.ZERO);
                    }
                    observedAtTheEnd.set(EventLoop.current().observed());
                });
            }
        });
        loop.join();
        var reply = new MonitorReply(false);

        String first = reply.to("ticks 10");
        String later = Stream.generate(() -> reply.to("ticks 10"))
                .filter(each -> each.contains("\"name\":\"watched from outside\",\"ticks\":[["))
                .findFirst()
                .orElseThrow();
        over.set(true);
        runs.join();

        assertThat(first).contains("{\"name\":\"watched from outside\"}");
        assertThat(rows(later.substring(later.indexOf("watched from outside")), "ticks"))
                .hasSizeBetween(1, 10);
        assertThat(observedAtTheEnd).isFalse();
        assertThat(reply.to("ticks many")).contains("'many' is no number");
    }

    @Test
    void taskThatWaitsForALockNamesItsHolder() throws Exception {
        try (var runner = new Runner(options("locks"))) {
            runner.run(() -> {
                var lock = new Lock();
                lock.acquire();
                Task<?> waits =
                        Task.start(EventLoop.current(), VoidBody.awaitable(lock::acquire), TaskOptions.named("waits"));
                Sleep.sleep(Duration.ZERO);

                var seen = LoopSnapshot.of(waits, false);
                String reply = new MonitorReply(false).to("stack " + waits.number());
                lock.release();
                waits.await();

                assertThat(seen.holder()).isEqualTo(Task.current().number());
                assertThat(reply)
                        .contains("\"name\":\"waits\"", "\"holder\":" + seen.holder() + ",", "Lock.acquire(Lock.java:");
                assertThat(new MonitorReply(false).to("stack " + waits.number()))
                        .contains("\"error\":\"task " + waits.number() + " has ended, or there never was one\"");
            });
        }
    }

    @Test
    void snapshotSaysHowLongTheLoopTookToAnswer() throws Exception {
        var loop = new CompletableFuture<EventLoop>();
        var over = new AtomicBoolean();
        Thread runs = Thread.ofPlatform().start(() -> {
            try (var runner = new Runner(options("slow to answer"))) {
                runner.run(() -> {
                    loop.complete(EventLoop.current());
                    while (!over.get()) {
                        Thread.onSpinWait();
                    }
                });
            }
        });

        LoopSnapshot seen = LoopSnapshot.of(loop.join(), 0);
        over.set(true);
        runs.join();

        assertThat(seen.answers()).isFalse();
        assertThat(seen.lagNanos())
                .isGreaterThanOrEqualTo(Duration.ofMillis(190).toNanos());
    }
}
