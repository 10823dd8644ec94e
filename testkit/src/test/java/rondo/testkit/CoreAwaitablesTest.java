package rondo.testkit;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rondo.testkit.awaits.Awaitables;
import rondo.testkit.awaits.Awaited;
import rondo.testkit.awaits.Reason;

/// No public method of the core suspends without a scenario that is interrupted there.
@Timeout(600)
final class CoreAwaitablesTest {
    private static final Path CORE = Path.of("..", "core");
    private static final int LEAST = 80;

    static final Map<String, Reason> EXCUSED = Map.ofEntries(
            entry("rondo.task.VoidBody.run", Reason.NO_AWAIT_OF_ITS_OWN),
            entry("rondo.task.Timeout$Body.run", Reason.NO_AWAIT_OF_ITS_OWN),
            entry("rondo.group.TaskGroup$Body.run", Reason.NO_AWAIT_OF_ITS_OWN),
            entry("rondo.group.TaskGroup$ValueBody.call", Reason.NO_AWAIT_OF_ITS_OWN),
            entry("rondo.observe.Trace.record", Reason.RUNS_A_LOOP),
            entry("rondo.Rondo.awaitReadable", Reason.SYSTEM),
            entry("rondo.Rondo.awaitWritable", Reason.SYSTEM),
            entry("rondo.io.Readiness.awaitReadable", Reason.SYSTEM),
            entry("rondo.io.Readiness.awaitWritable", Reason.SYSTEM),
            entry("rondo.io.ByteStream.shutdownOutput", Reason.ONLY_OVER_TLS),
            entry("rondo.io.Threads.shutdownDefaultExecutor", Reason.SYSTEM),
            entry("rondo.io.Console.readLine", Reason.SYSTEM),
            entry("rondo.io.SignalStream.next", Reason.SYSTEM));

    @Test
    void eachAwaitableIsInAScenario() throws IOException {
        var awaited = new HashSet<String>();
        for (var scenario : PrimitivesTest.all().values()) {
            for (Variant variant : Variant.all()) {
                awaited.addAll(Awaited.by(SimulationOptions.defaults(), scenario.apply(variant)));
            }
        }
        Awaitables awaitables = Awaitables.of(CORE);

        assertThat(awaitables.count()).isGreaterThanOrEqualTo(LEAST);
        awaitables.check(awaited, EXCUSED);
        System.out.printf(
                Locale.ROOT,
                "awaitables: %d methods of the core may suspend; %d of them are excused%n",
                awaitables.count(),
                EXCUSED.size());
    }
}
