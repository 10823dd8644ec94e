package rondo.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskOptions;
import rondo.task.VoidBody;

/// The events `rondo.*` in a recording of Flight Recorder.
@Timeout(120)
final class FlightMonitorTest {
    @TempDir
    private Path folder;

    private static void run(VoidBody body) {
        new FlightMonitor().prepare();
        try (var runner = new Runner(LoopOptions.defaults().withName("flown").withWatchdog(false))) {
            runner.run(() -> {
                Task.current().name("main");
                body.run();
            });
        }
    }

    private static Task<?> task(String name, VoidBody body) {
        return Task.start(EventLoop.current(), VoidBody.awaitable(body), TaskOptions.named(name));
    }

    private static Recording recording(String... events) {
        var recording = new Recording();
        for (String event : events) {
            recording.enable(event);
        }
        recording.start();
        return recording;
    }

    private List<RecordedEvent> events(Recording recording) throws IOException {
        Path file = Files.createTempFile(folder, "run", ".jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("rondo."))
                .filter(event -> "flown".equals(event.getString("loop")))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .toList();
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String name, String task) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("rondo." + name))
                .filter(event -> task.equals(event.getString("taskName")))
                .toList();
    }

    @Test
    void recordingTellsOfTasksAndTheirSteps() throws IOException {
        try (Recording recording = recording("rondo.TaskStep", "rondo.TaskSuspend")) {
            run(() -> {
                Task<?> slow = task("slow", () -> Sleep.sleep(Duration.ofDays(1)));
                Task<?> bad = task("bad", () -> {
                    throw new IOException("no disk");
                });
                Sleep.sleep(Duration.ofMillis(1));
                slow.cancel("enough");
                Sleep.sleep(Duration.ofMillis(1));
                assertThat(bad.exception()).hasMessage("no disk");
            });

            var events = events(recording);

            long main = of(events, "TaskStep", "main").getFirst().getLong("task");
            assertThat(of(events, "TaskStart", "slow"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getLong("creator")).isEqualTo(main));
            assertThat(of(events, "TaskStep", "slow"))
                    .extracting(event -> event.getString("state"))
                    .containsExactly("AWAITING", "CANCELLED");
            assertThat(of(events, "TaskSuspend", "slow")).singleElement().satisfies(event -> {
                assertThat(event.getString("waitsFor")).isEqualTo("a sleep");
                assertThat(event.getDuration()).isPositive();
            });
            assertThat(of(events, "TaskCancel", "slow")).singleElement().satisfies(event -> {
                assertThat(event.getString("by")).isEqualTo("task 'main'");
                assertThat(event.getString("message")).isEqualTo("enough");
            });
            assertThat(of(events, "TaskEnd", "slow").getFirst().getString("outcome"))
                    .isEqualTo("cancelled");
            assertThat(of(events, "TaskEnd", "bad").getFirst().getString("outcome"))
                    .isEqualTo("raised IOException: no disk");
        }
    }

    @Test
    void recordingTellsOfTicksPollsAndSlowSteps() throws IOException {
        try (Recording recording = recording("rondo.IoPoll")) {
            recording.enable("rondo.SlowStep").withThreshold(Duration.ZERO);
            run(() -> {
                EventLoop loop = EventLoop.current();
                var arrived = new Future<Integer>(loop);
                Thread.ofPlatform().start(() -> loop.callSoonThreadsafe(() -> arrived.setResult(1)));
                arrived.await();
            });

            var events = events(recording);

            assertThat(of(events, "SlowStep", "main")).isNotEmpty();
            assertThat(events)
                    .filteredOn(event -> event.getEventType().getName().equals("rondo.LoopTick"))
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(event.getLong("ticks")).isPositive());
            assertThat(events)
                    .filteredOn(event -> event.getEventType().getName().equals("rondo.IoPoll"))
                    .isNotEmpty();
        }
    }

    @Test
    void eventsOfEachStepAndPollAreOffUntilTheyAreAskedFor() throws IOException {
        try (Recording recording = recording()) {
            run(() -> Sleep.sleep(Duration.ofMillis(1)));

            assertThat(events(recording))
                    .extracting(event -> event.getEventType().getName())
                    .contains("rondo.TaskEnd", "rondo.LoopTick")
                    .doesNotContain("rondo.TaskStep", "rondo.TaskSuspend", "rondo.IoPoll");
        }
    }

    @Test
    void loopThatRunsIsLookedAtWhileARecordingRunsAndNoLonger() {
        run(() -> {
            EventLoop loop = EventLoop.current();
            assertThat(loop.observed()).isFalse();

            try (Recording recording = recording()) {
                await(loop, true);
                recording.stop();
                await(loop, false);
            }
        });
    }

    @Test
    void eagerStepIsAnEventWithinItsCreators() throws IOException {
        try (Recording recording = recording("rondo.TaskStep")) {
            var ran = new AtomicBoolean();
            run(() -> Task.start(
                    EventLoop.current(),
                    VoidBody.awaitable(() -> ran.set(true)),
                    TaskOptions.named("eager").withEager(true)));

            var events = events(recording);

            assertThat(ran).isTrue();
            RecordedEvent inner = of(events, "TaskStep", "eager").getFirst();
            RecordedEvent outer = of(events, "TaskStep", "main").getFirst();
            assertThat(inner.getStartTime()).isAfterOrEqualTo(outer.getStartTime());
            assertThat(inner.getEndTime()).isBeforeOrEqualTo(outer.getEndTime());
        }
    }

    private static void await(EventLoop loop, boolean observed) {
        while (loop.observed() != observed) {
            Sleep.sleep(Duration.ofMillis(1));
        }
    }
}
