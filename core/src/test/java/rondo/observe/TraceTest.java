package rondo.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rondo.group.Gather;
import rondo.group.TaskGroup;
import rondo.loop.EventLoop;
import rondo.loop.LoopOptions;
import rondo.task.Future;
import rondo.task.Runner;
import rondo.task.Scope;
import rondo.task.Sleep;
import rondo.task.Task;
import rondo.task.TaskInstrument;
import rondo.task.TaskOptions;
import rondo.task.TaskState;
import rondo.task.Timeout;
import rondo.task.VoidBody;
import rondo.time.Clock;
import rondo.time.VirtualClock;

/// What a recording draws, held against what an independent listener counts.
final class TraceTest {
    private static final long LONGEST_WAIT_NANOS = 60_000_000_000L;

    @TempDir
    private Path folder;

    /// Counts by itself what the recorder counts too.
    private static final class Counter implements TaskInstrument {
        int ticks;
        int waits;
        int busyPolls;
        int timerTicks;
        int runTicks;
        int run;
        int created;
        int steps;
        int awaits;
        int woken;
        int returned;
        int raised;
        int cancelled;
        int cancelledUnstarted;
        private final List<Task<?>> begun = new ArrayList<>();

        @Override
        public void tickBegins() {
            ticks++;
        }

        @Override
        public void pollBegins(long waitNanos) {
            waits += waitNanos == 0 ? 0 : 1;
        }

        @Override
        public void pollEnds(int ready) {
            busyPolls += ready > 0 ? 1 : 0;
        }

        @Override
        public void timersExpired(int count) {
            timerTicks++;
        }

        @Override
        public void snapshotBegins(int size) {
            run += size;
            runTicks += size > 0 ? 1 : 0;
        }

        @Override
        public void created(Task<?> task) {
            created++;
        }

        @Override
        public void stepBegins(Task<?> task) {
            steps++;
            if (begun.contains(task)) {
                woken++;
            } else {
                begun.add(task);
            }
        }

        @Override
        public void stepEnds(Task<?> task) {
            awaits += task.done() ? 0 : 1;
        }

        @Override
        public void ended(Task<?> task) {
            if (task.state() == TaskState.CANCELLED) {
                cancelled += begun.contains(task) ? 1 : 0;
                cancelledUnstarted += begun.contains(task) ? 0 : 1;
            } else if (task.exception() == null) {
                returned++;
            } else {
                raised++;
            }
        }
    }

    private static Task<?> task(String name, VoidBody body) {
        return Task.start(EventLoop.current(), VoidBody.awaitable(body), TaskOptions.named(name));
    }

    private static void pause(int millis) {
        Sleep.sleep(Duration.ofMillis(millis));
    }

    private static EventLoop loop() {
        return new EventLoop(
                LoopOptions.defaults().withClock(new VirtualClock()).withWatchdog(false));
    }

    /// Each thing that the diagrams show, once at least.
    private static void program() {
        Task<?> early = task("early", () -> pause(1));
        early.name("renamed");
        Gather.gather(() -> pause(3), () -> pause(2));
        try {
            TaskGroup.run(group -> {
                group.createTask("victim", () -> pause(1_000));
                group.createTask("culprit", () -> {
                    pause(1);
                    throw new IOException("no luck");
                });
            });
        } catch (RuntimeException e) {
            task("never begun", () -> {}).cancel("too late");
        }
        try {
            Timeout.timeout(Duration.ofMillis(5), () -> pause(1_000));
        } catch (TimeoutException e) {
            Sleep.sleep(Duration.ZERO);
        }
    }

    private Trace trace(int eventLimit, Counter counter) {
        try (EventLoop loop = loop();
                Recorder recorder = Recorder.on(loop, eventLimit)) {
            loop.addInstrument(counter);
            Runner.runUntilComplete(loop, VoidBody.awaitable(() -> {
                Task.current().name("main");
                program();
            }));
            return recorder.trace();
        }
    }

    private static long count(String diagram, String pattern) {
        List<MatchResult> found =
                Pattern.compile(pattern).matcher(diagram).results().toList();
        assertThat(found).as(pattern + " in " + diagram).hasSize(1);
        return Long.parseLong(found.getFirst().group(1));
    }

    @Test
    void edgesOfTheTickCarryTheCountsOfAnIndependentListener() {
        var counter = new Counter();

        String chart = trace(Recorder.EVENT_LIMIT, counter).tickChart();

        assertThat(count(chart, "TICK\\[.*\\|\"(\\d+)\"\\| POLL")).isEqualTo(counter.ticks);
        assertThat(count(chart, "(\\d+) could wait")).isEqualTo(counter.waits);
        assertThat(count(chart, "IO_DONE -->\\|\"Yes: (\\d+)")).isEqualTo(counter.busyPolls);
        assertThat(count(chart, "IO_DONE -->\\|\"No: (\\d+)")).isEqualTo(counter.ticks - counter.busyPolls);
        assertThat(count(chart, "EXPIRED -->\\|\"Yes: (\\d+)")).isEqualTo(counter.timerTicks);
        assertThat(count(chart, "READY -->\\|\"Yes: (\\d+)")).isEqualTo(counter.runTicks);
        assertThat(count(chart, "RUN -->\\|\"(\\d+)")).isEqualTo(counter.run);
        assertThat(count(chart, "CHECK_MORE -->\\|\"Yes: (\\d+)")).isEqualTo(counter.run - counter.runTicks);
    }

    @Test
    void transitionsCarryTheCountsOfAnIndependentListener() {
        var counter = new Counter();

        String chart = trace(Recorder.EVENT_LIMIT, counter).stateChart();

        assertThat(count(chart, "createTask\\(\\) (\\d+)")).isEqualTo(counter.created);
        assertThat(count(chart, "Pending --> Running: .* (\\d+)")).isEqualTo(counter.steps);
        assertThat(count(chart, "Running --> Awaiting: .* (\\d+)")).isEqualTo(counter.awaits);
        assertThat(count(chart, "Awaiting --> Pending: .* (\\d+)")).isEqualTo(counter.woken);
        assertThat(count(chart, "Running --> Done: Return value (\\d+)")).isEqualTo(counter.returned);
        assertThat(count(chart, "Running --> Done: Raises an error (\\d+)")).isEqualTo(counter.raised);
        assertThat(count(chart, "Running --> Cancelled: .* (\\d+)")).isEqualTo(counter.cancelled);
        assertThat(count(chart, "Pending --> Cancelled: .* (\\d+)")).isEqualTo(counter.cancelledUnstarted);
    }

    @Test
    void countsStayWholeWhenTheRingHasGoneRound() {
        var counter = new Counter();

        Trace trace = trace(8, counter);

        assertThat(trace.eventsLeftOut()).isPositive();
        assertThat(trace.events()).hasSizeLessThanOrEqualTo(8);
        assertThat(count(trace.stateChart(), "Pending --> Running: .* (\\d+)")).isEqualTo(counter.steps);
        assertThat(trace.markdown()).contains("oldest events are left out");
    }

    /// A clock that goes on by a millisecond whenever it is read.
    private static final class ReadClock implements Clock {
        long nanos;

        @Override
        public long nanos() {
            return nanos += 1_000_000;
        }
    }

    @Test
    void stepEndsBeforeThePollThatFollowsIt() {
        var clock = new ReadClock();
        var polls = new ArrayList<Long>();
        try (EventLoop loop =
                        new EventLoop(LoopOptions.defaults().withClock(clock).withWatchdog(false));
                Recorder recorder = Recorder.on(loop)) {
            long start = clock.nanos; // the recorder's own reading was the last
            loop.addInstrument(new TaskInstrument() {
                @Override
                public void pollBegins(long waitNanos) {
                    polls.add(clock.nanos - start);
                }
            });
            Runner.runUntilComplete(loop, VoidBody.awaitable(() -> {
                Sleep.sleep(Duration.ZERO);
                Sleep.sleep(Duration.ZERO);
            }));

            List<TraceEvent.Step> steps = recorder.trace().events().stream()
                    .filter(TraceEvent.Step.class::isInstance)
                    .map(TraceEvent.Step.class::cast)
                    .toList();
            assertThat(steps)
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(
                            step -> assertThat(polls).noneMatch(poll -> step.nanos() < poll && poll < step.until()));
        }
    }

    @Test
    void ringKeepsWhatItTellsOf() {
        for (int limit = 2; limit <= 1 << 12; limit *= 2) {
            Trace trace = trace(limit, new Counter());

            assertThat(trace.events()).isNotEmpty();
            assertThat(trace.events()).hasSizeLessThanOrEqualTo(limit);
            assertThat(trace.markdown()).contains("```mermaid");
        }
    }

    @Test
    void recordingIsReadWholeFromAnotherThreadWhileTheLoopGoesOn() {
        var traces = new ArrayList<Trace>();

        try (var runner = new Runner()) {
            runner.run(() -> {
                Recorder recorder = Recorder.on(EventLoop.current(), 1 << 10);
                Future<List<Trace>> read = new Future<>();
                EventLoop loop = EventLoop.current();
                Thread.ofPlatform().start(() -> {
                    List<Trace> seen =
                            Stream.generate(recorder::trace).limit(20).toList();
                    loop.callSoonThreadsafe(() -> read.setResult(seen));
                });
                while (!read.done()) {
                    Sleep.sleep(Duration.ZERO);
                }
                traces.addAll(read.await());
            });
        }

        assertThat(traces)
                .hasSize(20)
                .allSatisfy(trace -> assertThat(trace.events())
                        .isNotEmpty()
                        .extracting(TraceEvent::nanos)
                        .isSorted()
                        .allMatch(nanos -> nanos <= trace.nanos()));
    }

    @Test
    void timesAreExactHoweverFarApart() {
        long[] distances = {0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 1L << 40, -1, 0, 365L * 86_400_000_000_000L, 7
        };
        try (EventLoop loop = loop()) {
            Runner.runUntilComplete(loop, VoidBody.awaitable(() -> {
                Task<?> task = Task.current();
                for (int limit = 2; limit <= 1 << 10; limit *= 2) {
                    var ring = new TraceRing(limit);
                    var times = new ArrayList<Long>();
                    long at = 0;
                    for (int i = 0; i < 100; i++) {
                        at += distances[i % distances.length];
                        times.add(at);
                        ring.addStep(at, task.number());
                    }

                    List<Long> read = ring.events(at, TraceRing.NONE, List.of(task)).stream()
                            .map(TraceEvent::nanos)
                            .toList();
                    assertThat(read).isNotEmpty().isEqualTo(times.subList(times.size() - read.size(), times.size()));
                    assertThat(ring.steps()).isEqualTo(times.size());
                }
            }));
        }
    }

    /// Steps within steps, and a recording that begins and ends in the midst of one.
    @Test
    void stepsThatAreInterruptedOrNotOverAreCountedAndSaidToBeOpen() {
        var counter = new Counter();
        TaskOptions eager = TaskOptions.defaults().withEager(true);
        try (EventLoop loop = loop()) {
            Runner.runUntilComplete(loop, VoidBody.awaitable(() -> {
                loop.addInstrument(counter);
                counter.begun.add(Task.current());
                Trace trace = Trace.record(() -> {
                    Task.start(loop, VoidBody.awaitable(() -> {}), eager);
                    Sleep.sleep(Duration.ZERO);
                    for (VoidBody body :
                            List.<VoidBody>of(() -> {}, () -> Sleep.sleep(Duration.ZERO), () -> pause(1))) {
                        Task.start(loop, VoidBody.awaitable(body), eager);
                    }
                    pause(2);
                    Sleep.sleep(Duration.ZERO);
                });

                String chart = trace.stateChart();
                assertThat(count(chart, "Pending --> Running: .* (\\d+)")).isEqualTo(counter.steps);
                assertThat(count(chart, "Awaiting --> Pending: .* (\\d+)")).isEqualTo(counter.woken);
                assertThat(trace.events().stream()
                                .filter(TraceEvent.Step.class::isInstance)
                                .map(event -> ((TraceEvent.Step) event).ending()))
                        .containsExactly(
                                TraceEvent.Ending.ENDS, // the first child; the recording began in its parent's step
                                TraceEvent.Ending.OPEN, // until the second child
                                TraceEvent.Ending.ENDS,
                                TraceEvent.Ending.OPEN, // until the third
                                TraceEvent.Ending.YIELDS,
                                TraceEvent.Ending.OPEN, // until the fourth
                                TraceEvent.Ending.AWAITS,
                                TraceEvent.Ending.AWAITS, // the parent
                                TraceEvent.Ending.ENDS, // the third child
                                TraceEvent.Ending.ENDS, // the fourth
                                TraceEvent.Ending.YIELDS, // the parent
                                TraceEvent.Ending.OPEN);
            }));
        }
    }

    private static WeakReference<Future<?>> awaitNothing(TraceRing ring) {
        try (EventLoop loop = loop()) {
            var future = new Future<String>(loop);
            ring.endStep(ring.addStep(0, 1), future);
            return new WeakReference<>(future);
        }
    }

    /// A step that awaits holds what it awaits until the ring has gone round, and no longer.
    @Test
    void ringLetsGoOfWhatItNoLongerTellsOf() {
        var ring = new TraceRing(1 << 12);
        WeakReference<Future<?>> awaited = awaitNothing(ring);

        for (int i = 0; i < 1 << 13; i++) {
            ring.endStep(ring.addStep(i, 1), TraceRing.Kind.STEP_YIELDS);
        }

        long start = System.nanoTime();
        while (awaited.get() != null) {
            assertThat(System.nanoTime() - start).as("waiting for a collection").isLessThan(LONGEST_WAIT_NANOS);
            System.gc();
        }
        assertThat(ring.leftOut()).isGreaterThan(1 << 12);
    }

    @Test
    void callsOfCombinatorsAreDrawnWithOutcomeAndDuration() {
        String chart = trace(Recorder.EVENT_LIMIT, new Counter()).scopeChart();

        assertThat(chart)
                .contains("gather of 2: ended well, 3.0 ms")
                .contains("TaskGroup of 2: raised ExceptionGroup")
                .contains("culprit<br/>raised IOException: no luck, 1.0 ms")
                .contains("victim<br/>cancelled, 1.0 ms")
                .contains("timeout: raised TimeoutException: the deadline passed, 5.0 ms");
    }

    @Test
    void sequenceSaysWhoCancelledAndTimedOutWhom() {
        String chart = trace(Recorder.EVENT_LIMIT, new Counter()).sequenceChart();

        assertThat(chart)
                .containsPattern("participant T\\d+ as main")
                .containsPattern("T\\d+->>T\\d+: createTask")
                .containsPattern("T\\d+-xT\\d+: cancel#40;too late#41; at ")
                .containsPattern("TM-xT\\d+: the deadline has passed, cancel#40;#41; at 9.0 ms");
    }

    @Test
    void wordsOfACancellerMakeItNoDeadline() {
        var trace = new AtomicReference<@Nullable Trace>();
        try (EventLoop loop = loop()) {
            Runner.runUntilComplete(
                    loop,
                    VoidBody.awaitable(() -> trace.set(
                            Trace.record(() -> task("victim", () -> pause(1)).cancel(null, "a timeout of its own")))));
        }

        Trace made = trace.get();
        assert made != null;
        assertThat(made.sequenceChart())
                .contains(": cancel#40;#41; by a timeout of its own at ")
                .doesNotContain("TM");
    }

    @Test
    void limitsThatNoRecorderHasAreRefused() {
        try (EventLoop loop = loop()) {
            for (int limit : new int[] {Integer.MIN_VALUE, 1, (1 << 30) + 1, Integer.MAX_VALUE}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Recorder.on(loop, limit))
                        .withMessage("eventLimit is " + limit + "; keep 2 events at least, and 1073741824 at most");
            }
        }
    }

    @Test
    void renamedTaskAppearsRenamed() throws IOException {
        Trace trace = trace(Recorder.EVENT_LIMIT, new Counter());

        assertThat(trace.sequenceChart() + new TracePage(trace).html())
                .contains("renamed")
                .doesNotContain("early");
    }

    @Test
    void diagramsAreCappedAndSayWhatIsLeftOut() {
        var trace = new AtomicReference<@Nullable Trace>();
        try (EventLoop loop = loop()) {
            Runner.runUntilComplete(
                    loop,
                    VoidBody.awaitable(() -> trace.set(Trace.record(() -> {
                        for (int i = 0; i < 200; i++) {
                            Task<?> each = task("task " + i, () -> pause(1));
                            Gather.gather(() -> each.await(), () -> {});
                            each.cancel();
                        }
                    }))));
        }

        Trace made = trace.get();
        assert made != null;
        assertThat(made.scopeChart()).containsPattern("left out: \\d+ calls, \\d+ of what they waited for");
        assertThat(made.scopeChart().lines()).hasSizeLessThan(400);
        assertThat(made.sequenceChart()).containsPattern("left out: \\d+ tasks, \\d+ messages");
        assertThat(made.sequenceChart().lines()).hasSizeLessThan(120);
    }

    @Test
    void namesCannotBreakOutOfADiagram() throws IOException {
        var trace = new AtomicReference<@Nullable Trace>();
        try (EventLoop loop = loop()) {
            Runner.runUntilComplete(
                    loop,
                    VoidBody.awaitable(() -> trace.set(Trace.record(() -> {
                        Task<?> odd = task("a\"]; click <script>alert(1)</script>\nend", () -> pause(1));
                        Gather.gather(odd);
                    }))));
        }

        Trace made = trace.get();
        assert made != null;
        assertThat(made.scopeChart())
                .contains("a#34;#93;#59; click #60;script#62;")
                .doesNotContain("<script");
        assertThat(new TracePage(made).html()).doesNotContain("<script>alert").containsOnlyOnce("<script>");
    }

    @Test
    void fileHasTheFormOfItsEnding() throws IOException {
        Trace trace = trace(Recorder.EVENT_LIMIT, new Counter());
        Path json = folder.resolve("trace.json.gz");
        Path page = folder.resolve("trace.html");
        Path diagrams = folder.resolve("trace.md");

        trace.write(json);
        trace.write(page);
        trace.write(diagrams);

        try (InputStream in = new GZIPInputStream(Files.newInputStream(json))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text)
                    .startsWith("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[")
                    .contains("\"ph\":\"X\"");
        }
        assertThat(page).content().startsWith("<!DOCTYPE html>").doesNotContain("http://", "https://", "src=");
        assertThat(Files.readString(diagrams).lines().filter(line -> line.equals("```mermaid")))
                .hasSize(4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trace.write(folder.resolve("trace.png")))
                .withMessageContaining(".json.gz");
    }

    /// The Trace Event Format nests the async slices of an id by their order: each `e` ends the newest `b`.
    private static void assertNested(String json) {
        var open = new HashMap<String, Deque<String>>();
        Pattern.compile("\"ph\":\"([be])\",\"name\":\"([^\"]*)\".*\"id\":(\\d+)")
                .matcher(json)
                .results()
                .forEach(event -> {
                    Deque<String> names = open.computeIfAbsent(event.group(3), any -> new ArrayDeque<>());
                    if (event.group(1).equals("b")) {
                        names.push(event.group(2));
                    } else {
                        assertThat(event.group(2)).as(event.group()).isEqualTo(names.poll());
                    }
                });
        assertThat(open)
                .isNotEmpty()
                .allSatisfy((id, names) ->
                        assertThat(names).as("not ended under id " + id).isEmpty());
    }

    private static String json(Trace trace) throws IOException {
        var out = new StringWriter();
        new ChromeTrace(trace, out).write();
        return out.toString();
    }

    @Test
    void callsThatGoOnWhenTheRecordingEndsEndWithIt() throws IOException {
        try (EventLoop loop = loop();
                Recorder recorder = Recorder.on(loop)) {
            Runner.runUntilComplete(loop, VoidBody.awaitable(() -> {
                task("caller", () -> Gather.gather(() -> Gather.gather(() -> pause(1_000)), () -> pause(1_000)));
                pause(1);
                String json = json(recorder.trace());

                assertThat(json).contains("\"ph\":\"b\",\"name\":\"gather\"");
                assertNested(json);
            }));
        }
    }

    @Test
    void callsWhoseBeginningIsLeftOutAreNotEnded() throws IOException {
        for (int limit = 4; limit <= 128; limit *= 2) {
            assertNested(json(trace(limit, new Counter())));
        }
    }

    @Test
    void scopesOfABodyThatIsNotRecordedAreNotMade() {
        try (EventLoop loop = loop()) {
            Runner.runUntilComplete(
                    loop,
                    VoidBody.awaitable(
                            () -> assertThat(Scope.begin("gather", List.of())).isNull()));
        }
    }
}
