package rondo.testkit;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rondo.testkit.Suspension.assertDoesNotSuspend;
import static rondo.testkit.Suspension.assertSuspends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rondo.Rondo;
import rondo.task.CancelledError;
import rondo.task.Task;
import rondo.testkit.awaits.Awaitables;
import rondo.testkit.awaits.Reason;

/// Each public method of the core that may suspend says where it does, and a task that was cancelled before is
/// stopped there and nowhere else.
@Timeout(600)
final class CheckpointsTest {
    /// On the baton carrier a watchdog takes a step that a busy machine draws out for a call that blocks.
    private static final SimulationOptions OPTIONS =
            SimulationOptions.defaults().allowing(Leak.BLOCKING_CALL);

    private static final int TURNS = 5;
    private static final String HEADING = "| call | suspends where | runs through where |\n|---|---|---|\n";

    private static final Map<String, Reason> EXCUSED = new TreeMap<>(Map.ofEntries(
            entry("rondo.loop.Coroutine.run", Reason.NO_AWAIT_OF_ITS_OWN),
            entry("rondo.loop.Coroutine.suspend", Reason.NO_AWAIT_OF_ITS_OWN),
            entry("rondo.group.Gather.values", Reason.NO_AWAIT_OF_ITS_OWN)));

    static {
        EXCUSED.putAll(CoreAwaitablesTest.EXCUSED);
    }

    static Map<String, Checkpoint> all() {
        return Stream.of(SyncCheckpoints.all(), TaskCheckpoints.all(), IoCheckpoints.all())
                .flatMap(List::stream)
                .flatMap(each -> each.methods().stream().map(method -> entry(method, each)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
    }

    static List<String> methods() {
        return List.copyOf(all().keySet());
    }

    static List<String> methodsThatNeedNotWait() {
        return methods().stream()
                .filter(method -> checkpoint(method).passes() != null)
                .toList();
    }

    private static Checkpoint checkpoint(String method) {
        return Objects.requireNonNull(all().get(method));
    }

    @Test
    void eachAwaitableOfTheCoreIsInTheTable() throws IOException {
        Awaitables.of(Path.of("..", "core")).check(all().keySet(), EXCUSED);
    }

    /// `-Ddocs.write=true` writes it anew.
    @Test
    void pageHasTheTable() throws IOException {
        Path page = Path.of("..", "docs", "checkpoints.md");
        String before = Files.readString(page);
        String after = before.substring(0, before.indexOf(HEADING)) + HEADING + rows();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(page, after);
        }

        assertThat(Files.readString(page))
                .as("the table of docs/checkpoints.md; -Ddocs.write=true writes it")
                .isEqualTo(after);
    }

    private static String rows() {
        return all().entrySet().stream()
                .map(row -> String.format(
                        "| `%s` | %s | %s |%n",
                        row.getKey().replaceFirst("^rondo\\.([a-z]+\\.)?", ""),
                        row.getValue().waits().when(),
                        row.getValue().passes() == null
                                ? ""
                                : row.getValue().passes().when()))
                .collect(Collectors.joining());
    }

    // --- where it has to wait --------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("methods")
    void suspendsWhereItHasToWait(String method) {
        Simulation.run(OPTIONS, simulation -> suspends(checkpoint(method).waits()));
    }

    private static <S> void suspends(Checkpoint.Place<S> place) throws Exception {
        S state = place.setup().call();
        Task<?> other = releaseLater(place, state);

        assertSuspends(() -> place.call().run(state));

        other.await();
    }

    private static <S> Task<@Nullable Void> releaseLater(Checkpoint.Place<S> place, S state) {
        return Rondo.createTask("other", () -> {
            for (int i = 0; i < TURNS; i++) {
                Rondo.sleep(Duration.ZERO); // what comes from outside would hold the time still
            }
            place.release().run(state);
        });
    }

    @ParameterizedTest
    @MethodSource("methods")
    void taskThatWasCancelledBeforeIsStoppedThereAndLeavesNothingChanged(String method) {
        Simulation.run(
                OPTIONS,
                simulation -> throwsAtOnce(simulation, checkpoint(method).waits()));
    }

    private static <S> void throwsAtOnce(Simulation simulation, Checkpoint.Place<S> place) throws Exception {
        S state = place.setup().call();
        Object before = place.left() == null ? place.picture().apply(state) : place.left();
        Duration began = simulation.now();
        var wentOn = new boolean[1];

        Task<?> task = Rondo.createTask(() -> {
            Task.current().cancel();
            place.call().run(state);
            wentOn[0] = true;
        });

        assertThatExceptionOfType(CancelledError.class).isThrownBy(task::await);
        assertThat(wentOn[0]).as("it has gone on behind the call").isFalse();
        assertThat(simulation.now()).as("it has waited").isEqualTo(began);
        assertThat(place.picture().apply(state)).isEqualTo(before);
        simulation.waitUntilAllBlocked();
        assertThat(place.picture().apply(state)).isEqualTo(before);
    }

    // --- where it need not -----------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("methodsThatNeedNotWait")
    void runsThroughWhereItNeedNotWaitThoughItsTaskWasCancelledBefore(String method) {
        Simulation.run(
                OPTIONS,
                simulation ->
                        runsThrough(Objects.requireNonNull(checkpoint(method).passes())));
    }

    private static <S> void runsThrough(Checkpoint.Place<S> place) throws Exception {
        S once = place.setup().call();
        S again = place.setup().call();
        var wentOn = new boolean[1];

        Rondo.createTask("caller", () -> assertDoesNotSuspend(() -> place.call().run(once)))
                .await();
        Task<?> task = Rondo.createTask("caller", () -> {
            Task.current().cancel();
            place.call().run(again);
            wentOn[0] = true;
            Rondo.sleep(Duration.ZERO);
        });

        assertThatExceptionOfType(CancelledError.class).isThrownBy(task::await);
        assertThat(wentOn[0]).as("it has gone on behind the call").isTrue();
        assertThat(place.picture().apply(again)).isEqualTo(place.picture().apply(once));
    }
}
